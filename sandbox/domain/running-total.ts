/** Adds up what the rows of one input ask of the same thing: two rows of one line may ask for no more than one row could. */
export function runningTotal(): (id: string, quantity: number) => number {
  const asked = new Map<string, number>();
  return (id, quantity) => {
    const total = (asked.get(id) ?? 0) + quantity;
    asked.set(id, total);
    return total;
  };
}
