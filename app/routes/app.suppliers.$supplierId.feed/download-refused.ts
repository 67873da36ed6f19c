/** The refused rows as a file. A plain link carries no session token inside the admin; a fetch does. */
export async function downloadRefused(supplierId: string, runId: string): Promise<boolean> {
  try {
    const response = await fetch(`/app/suppliers/${supplierId}/refused?run=${runId}`);
    if (!response.ok) return false;
    const url = URL.createObjectURL(await response.blob());
    const link = document.createElement("a");
    link.href = url;
    link.download = "refused-rows.csv";
    link.click();
    URL.revokeObjectURL(url);
    return true;
  } catch (error) {
    console.warn(error);
    return false;
  }
}
