import fc from "fast-check";
import { expect, test } from "vitest";
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from "#app/platform/time.ts";
import { lastDigestSlot, planDigest, type WaitingAlert } from "#app/shops/alerts/digest-times.ts";

const runs = process.env["PROVE"] ? 5_000 : 60;

test.each<[string, string, string, string, string]>([
  [
    "exactly at eight",
    "2026-11-22T13:00:00Z",
    "America/New_York",
    "2026-11-22",
    "2026-11-22T13:00:00.000Z",
  ],
  [
    "a millisecond before eight",
    "2026-11-22T12:59:59.999Z",
    "America/New_York",
    "2026-11-21",
    "2026-11-21T13:00:00.000Z",
  ],
  [
    "on the day the clocks go forward",
    "2026-03-08T20:00:00Z",
    "America/New_York",
    "2026-03-08",
    "2026-03-08T12:00:00.000Z",
  ],
  [
    "on the day the clocks go back",
    "2026-11-01T20:00:00Z",
    "America/New_York",
    "2026-11-01",
    "2026-11-01T13:00:00.000Z",
  ],
  [
    "a quarter hour off the hour",
    "2026-06-01T02:15:00Z",
    "Asia/Kathmandu",
    "2026-06-01",
    "2026-06-01T02:15:00.000Z",
  ],
  [
    "the morning after a date that never was",
    "2011-12-30T19:00:00Z",
    "Pacific/Apia",
    "2011-12-31",
    "2011-12-30T18:00:00.000Z",
  ],
  [
    "before that morning",
    "2011-12-30T17:00:00Z",
    "Pacific/Apia",
    "2011-12-29",
    "2011-12-29T18:00:00.000Z",
  ],
])("the last morning, %s", (_when, now, zone, digestOn, at) => {
  const slot = lastDigestSlot(new Date(now), zone);
  expect([slot.digestOn, slot.at.toISOString()]).toEqual([digestOn, at]);
});

const at = (text: string) => new Date(text);
const waiting = (alertId: bigint, raisedAt: string): WaitingAlert => ({
  alertId,
  raisedAt: at(raisedAt),
});

test("what was raised by eight is told, what came later waits for tomorrow", () => {
  const plan = planDigest({
    now: at("2026-11-22T13:04:00Z"),
    zone: "America/New_York",
    waiting: [waiting(1n, "2026-11-22T13:00:00Z"), waiting(2n, "2026-11-22T13:00:00.001Z")],
    lastDigestOn: "2026-11-21",
  });
  expect(plan).toEqual({ digestOn: "2026-11-22", alertIds: [1n] });
});

test("a morning is over once its digest was sent, also when the zone has moved west since", () => {
  const asked = {
    now: at("2026-11-22T16:30:00Z"),
    zone: "America/Los_Angeles",
    waiting: [waiting(3n, "2026-11-22T15:00:00Z")],
  };
  expect(planDigest({ ...asked, lastDigestOn: "2026-11-22" })).toBeNull();
  expect(planDigest({ ...asked, lastDigestOn: "2026-11-21" })?.alertIds).toEqual([3n]);
});

const ZONES = [
  "America/New_York",
  "Europe/London",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
  "America/St_Johns",
  "UTC",
];

/** The whole year is walked as the job walks it, with alerts, outages and moves of the shop. */
test("through changes of clocks, zones and outages each alert is told once, at most once a date", () => {
  const start = Date.parse("2026-01-01T00:00:00Z");
  const minutes = (days: number) => fc.integer({ min: 0, max: days * 24 * 60 });
  const scene = fc.record({
    startDay: fc.integer({ min: 0, max: 330 }),
    alerts: fc.array(minutes(20), { maxLength: 30 }),
    moves: fc.array(fc.record({ minute: minutes(20), zone: fc.constantFrom(...ZONES) }), {
      maxLength: 3,
    }),
    zone: fc.constantFrom(...ZONES),
    // The job runs every few minutes, or is away for hours.
    pauses: fc.array(fc.integer({ min: 5, max: 9 * 60 }), { minLength: 1, maxLength: 40 }),
  });
  fc.assert(
    fc.property(scene, ({ startDay, alerts, moves, zone, pauses }) => {
      const origin = start + startDay * MS_PER_DAY;
      const told = new Map<bigint, number>();
      const digests: string[] = [];
      let step = 0;
      for (
        let now = origin;
        now < origin + 26 * MS_PER_DAY;
        now += (pauses[step++ % pauses.length] ?? 5) * MS_PER_MINUTE
      ) {
        const move = moves
          .filter(({ minute }) => origin + minute * MS_PER_MINUTE <= now)
          .sort((a, b) => a.minute - b.minute)
          .at(-1);
        const plan = planDigest({
          now: new Date(now),
          zone: move?.zone ?? zone,
          waiting: alerts.flatMap((minute, index) => {
            const raisedAt = origin + minute * MS_PER_MINUTE;
            const isWaiting = raisedAt <= now && !told.has(BigInt(index));
            return isWaiting ? [{ alertId: BigInt(index), raisedAt: new Date(raisedAt) }] : [];
          }),
          lastDigestOn: digests.at(-1) ?? null,
        });
        if (!plan) continue;
        digests.push(plan.digestOn);
        for (const id of plan.alertIds) {
          expect(told.has(id)).toBe(false);
          told.set(id, now);
        }
      }
      expect(new Set(digests).size).toBe(digests.length);
      expect([...digests].sort()).toEqual(digests);
      expect(told.size).toBe(alerts.length);
      // Without a move nobody waits longer than a day, an hour of changed clocks and the job's pause.
      if (moves.length === 0)
        for (const [id, when] of told) {
          const raisedAt = origin + (alerts[Number(id)] ?? 0) * MS_PER_MINUTE;
          expect(when - raisedAt).toBeLessThanOrEqual(25 * MS_PER_HOUR + 9 * MS_PER_HOUR);
        }
    }),
    { numRuns: runs },
  );
});
