/** Waits on a condition instead of on time: repeats the assertion until it holds, and fails with its last message. */
export async function eventually(
  assertion: () => Promise<void> | void,
  withinMs = 15_000,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
