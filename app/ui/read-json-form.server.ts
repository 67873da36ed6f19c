/** The JSON that `useJsonForm` sends; null when it is none. */
export function readJsonForm(fields: FormData): unknown {
  const value = fields.get("form");
  try {
    return JSON.parse(typeof value === "string" ? value : "");
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
