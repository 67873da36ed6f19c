/** Puts one sandbox together and takes it down again. */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { emptyAuth, TOOLS_TOKEN } from "#sandbox/auth/auth-state.ts";
import { openAssets } from "#sandbox/admin-page/serve-assets.ts";
import { startCarrierLoop } from "#sandbox/carrier/carrier-loop.ts";
import { createDeskServer } from "#sandbox/desk/desk-server.ts";
import { startDeskLoop } from "#sandbox/desk/desk-loop.ts";
import { startSftpServer } from "#sandbox/desk/sftp/sftp-server.ts";
import { startDeliveryLoop } from "#sandbox/delivery/delivery-loop.ts";
import { startServiceRounds } from "#sandbox/delivery/service-callbacks.ts";
import { emptyDeliveries } from "#sandbox/delivery/delivery-state.ts";
import { emptyMail } from "#sandbox/mailbox/mail-state.ts";
import { startSmtpSink } from "#sandbox/mailbox/smtp-sink.ts";
import { createWorld } from "#sandbox/store/world.ts";
import { readAppConfig } from "./app-config.ts";
import { emptyFaults } from "./fault-state.ts";
import { attachWorld, openWorld, sourceOf } from "./open-world.ts";
import type { SandboxOptions } from "./options.ts";
import { forgetState, loadState, saveState, saveStateLater } from "./persist-state.ts";
import { emptyLog } from "./request-log.ts";
import { getDefaultShop, type Sandbox, type SandboxState } from "./sandbox-context.ts";
import { createTunnel } from "./tunnel.ts";
import { createWebServer } from "./web-server.ts";

// A snapshot of 2,000 orders takes some tenths of a second; twice a minute is not felt, and loses little.
const SNAPSHOT_EVERY_MS = 30_000;

export type RunningSandbox = { announcement: object; stop: () => Promise<void> };

export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const sandbox = await openSandbox(options);
  const web = createWebServer(sandbox, openAssets());
  const webPort = await listen(web, options.port);
  sandbox.urls.web = `http://127.0.0.1:${webPort}`;
  const tunnel = createTunnel(sandbox);
  sandbox.urls.tunnel = `http://127.0.0.1:${await listen(tunnel, options.tunnelPort)}`;
  const smtp = await startSmtpSink(sandbox, options.smtpPort);
  sandbox.urls.smtpPort = smtp.port;
  const desk = createDeskServer(sandbox);
  sandbox.urls.desk = `http://127.0.0.1:${await listen(desk, options.deskPort)}`;
  const sftp = await startSftpServer(sandbox, options.sftpPort);
  sandbox.urls.sftpPort = sftp.port;
  const loops = [
    startDeliveryLoop(sandbox),
    startServiceRounds(sandbox),
    startDeskLoop(sandbox),
    startCarrierLoop(sandbox),
  ];
  const snapshots = startSnapshots(sandbox);
  return {
    announcement: announce(sandbox),
    stop: async () => {
      await Promise.all([
        close(web),
        close(tunnel),
        close(desk),
        ...loops.map((one) => one.stop()),
      ]);
      await snapshots.stop();
      void sftp.stop();
      void smtp.stop(); // waits for open mail connections; the process does not
    },
  };
}

async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  if (options.stateFile && options.isFresh) forgetState(options.stateFile);
  const stored = findStored(options);
  const sandbox: Sandbox = {
    options,
    app: readAppConfig(options.appToml),
    urls: {
      web: "",
      tunnel: "",
      app: options.appUrl,
      smtpPort: options.smtpPort,
      sftpPort: options.sftpPort,
      desk: "",
    },
    state: stored ?? {
      source: sourceOf(options),
      world: createWorld(),
      auth: emptyAuth(),
      deliveries: emptyDeliveries(options.retryScheduleMs),
      mail: emptyMail(),
    },
    faults: emptyFaults(),
    log: emptyLog(),
  };
  sandbox.state.world = stored ? attachWorld(sandbox, stored.world) : await openWorld(sandbox);
  if (options.retryScheduleMs) sandbox.state.deliveries.retryScheduleMs = options.retryScheduleMs;
  return sandbox;
}

/** Export files name a store of their own: a state that was made from something else makes way for them. */
function findStored(options: SandboxOptions): SandboxState | null {
  const stored = options.stateFile ? loadState(options.stateFile) : null;
  const isOther = options.ordersCsv !== null && stored?.source !== sourceOf(options);
  return isOther ? null : stored;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function startSnapshots(sandbox: Sandbox): { stop: () => Promise<void> } {
  const { stateFile } = sandbox.options;
  if (!stateFile) return { stop: async () => undefined };
  let running = Promise.resolve();
  const save = () => {
    running = running
      .then(() => saveStateLater(stateFile, sandbox.state))
      .catch((error: unknown) => process.stderr.write(`sandbox: snapshot: ${String(error)}\n`))
      .then(() => undefined);
  };
  save();
  const timer = setInterval(save, SNAPSHOT_EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
      saveState(stateFile, sandbox.state);
    },
  };
}

function announce(sandbox: Sandbox): object {
  const { urls, options } = sandbox;
  const shop = getDefaultShop(sandbox);
  return {
    ready: true,
    shop: shop.domain,
    admin: `${urls.web}/`,
    storefront: `${urls.web}/storefront`,
    mailbox: `${urls.web}/mailbox`,
    adminApi: `${urls.web}/admin/api/2026-07/graphql.json`,
    control: `${urls.web}/__sandbox/`,
    tunnel: urls.tunnel,
    app: urls.app,
    smtp: `127.0.0.1:${urls.smtpPort}`,
    desk: `${urls.web}/desk`,
    deskEndpoint: urls.desk,
    sftp: `127.0.0.1:${urls.sftpPort}`,
    ...(options.hasApp ? {} : { accessToken: TOOLS_TOKEN }),
  };
}
