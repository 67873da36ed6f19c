/** `shopify.webVitals.onReport`: LCP, CLS, INP and FCP of this document, as the browser measures them. */

export type WebVitalsReport = { metrics: { id: string; name: string; value: number }[] };
type Listener = (report: WebVitalsReport) => void;

export function startWebVitals(): { onReport: (listener: Listener | null) => Promise<void> } {
  const values = new Map<string, number>();
  let listener: Listener | null = null;
  const report = () => {
    const metrics = [...values].map(([name, value]) => ({ id: `${name}-1`, name, value }));
    if (metrics.length > 0) listener?.({ metrics });
  };
  const observe = (type: string, read: (entry: PerformanceEntry) => void) => {
    if (!PerformanceObserver.supportedEntryTypes.includes(type)) return;
    const observer = new PerformanceObserver((list) => list.getEntries().forEach(read));
    observer.observe({ type, buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
  };
  observe("largest-contentful-paint", (entry) => values.set("LCP", entry.startTime));
  observe("paint", (entry) => {
    if (entry.name === "first-contentful-paint") values.set("FCP", entry.startTime);
  });
  observe("layout-shift", (entry) => {
    const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
    if (!shift.hadRecentInput) values.set("CLS", (values.get("CLS") ?? 0) + shift.value);
  });
  observe("event", (entry) => {
    const { interactionId } = entry as PerformanceEntry & { interactionId: number };
    if (interactionId) values.set("INP", Math.max(values.get("INP") ?? 0, entry.duration));
  });
  document.addEventListener("visibilitychange", report);
  return {
    onReport: async (next) => {
      listener = next;
      // A first look once the page has settled; the final one comes when it is hidden.
      setTimeout(report, 2_000);
    },
  };
}
