/** `/__sandbox/reset`: faults, log and counters go; with `{store: true}` the store is made anew from its seed. */
import { emptyAuth } from "#sandbox/auth/auth-state.ts";
import { emptyDeliveries } from "#sandbox/delivery/delivery-state.ts";
import { emptyCarrier } from "#sandbox/carrier/carrier-state.ts";
import { emptyDesk, openDesk } from "#sandbox/desk/desk-state.ts";
import { emptyMail } from "#sandbox/mailbox/mail-state.ts";
import { emptyFaults } from "./fault-state.ts";
import { openWorld } from "./open-world.ts";
import { emptyLog } from "./request-log.ts";
import type { Sandbox } from "./sandbox-context.ts";

export async function resetSandbox(
  sandbox: Sandbox,
  fields: Record<string, unknown>,
): Promise<void> {
  const { auth, deliveries } = sandbox.state;
  Object.assign(sandbox.faults, emptyFaults());
  Object.assign(sandbox.log, emptyLog());
  Object.assign(sandbox.state.mail, emptyMail());
  // Who remembers the SFTP server's key goes on knowing it.
  const { hostKey } = openDesk(sandbox);
  sandbox.state.desk = { ...emptyDesk(), hostKey };
  sandbox.state.carrier = emptyCarrier();
  Object.assign(auth.counters, emptyAuth().counters);
  auth.offlineLifetimeSeconds = emptyAuth().offlineLifetimeSeconds;
  deliveries.faults = [];
  deliveries.isPaused = false;
  if (fields["store"] !== true) return;
  Object.assign(auth, emptyAuth());
  Object.assign(deliveries, emptyDeliveries(sandbox.options.retryScheduleMs));
  sandbox.state.world = await openWorld(sandbox);
}
