/** Date and Date.now from now on: `factor` seconds a second since the common beginning. */
export function runFast(since: number, factor: number): void {
  const RealDate = Date;
  const now = () => since + (RealDate.now() - since) * factor;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, parts, newTarget) =>
      Reflect.construct(target, parts.length === 0 ? [now()] : parts, newTarget) as Date,
    get: (target, key, receiver) =>
      key === "now" ? now : (Reflect.get(target, key, receiver) as unknown),
  });
}
