/** The suppliers' three doors: what is sent there arrives once, and what goes wrong on the way goes wrong as told. */
import { createHmac } from "node:crypto";
import nodemailer from "nodemailer";
import SftpClient from "ssh2-sftp-client";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openSandbox, type OpenSandbox } from "#tests/integration/sandbox-http/open-sandbox.ts";
import { eventually } from "#tests/support/eventually.ts";

const COLUMNS =
  "po_number,revision,copy,purpose,line,supplier_sku,sku,title,variant,units,ship_country,link";
const row = (purpose = "order", units = 2, revision = 1) =>
  `1001-1,${revision},,${purpose},1,NI1,NSJ-1,Silk Scarf,Kelp,${units},US,http://localhost:1/supplier/t0ken`;

type DeskView = {
  orders: {
    supplier: string;
    number: string;
    revision: number;
    state: string;
    repeats: number;
    link: string | null;
    lines: object[];
    arrivals: object[];
    deeds: { what: string }[];
  }[];
  tasks: { act: string }[];
  suppliers: { code: string; sftp: Sftp; https: { url: string; secret: string } }[];
};
type Sftp = { host: string; port: number; username: string; password: string; directory: string };

let sandbox: OpenSandbox;
beforeAll(async () => {
  sandbox = await openSandbox(["--no-app"]);
});
afterAll(() => sandbox.stop());
afterEach(() => sandbox.control("reset", {}));

const readDesk = async () => (await sandbox.control("desk")) as unknown as DeskView;
const findSupplier = async (code: string) =>
  (await readDesk()).suppliers.find((supplier) => supplier.code === code)!;

function sendMail(changes: object = {}) {
  const transport = nodemailer.createTransport({ host: "127.0.0.1", port: sandbox.smtpPort });
  return transport.sendMail({
    from: "Harbor & Pine <orders@mail.aftercare.example>",
    to: "orders@nishijin.example",
    subject: "Purchase order 1001-1",
    text: "Please ship. http://localhost:1/supplier/from-mail",
    headers: { "X-Purchase-Order": "1001-1", "X-Purchase-Order-Revision": "1" },
    messageId: "<1001-1-R1@mail.aftercare.example>",
    attachments: [{ filename: "PO-1001-1-R1.csv", content: `${COLUMNS}\r\n${row()}\r\n` }],
    ...changes,
  });
}

test("reads a mail to a supplier's address, and counts it when it comes again", async () => {
  await sendMail();
  await eventually(async () =>
    expect((await readDesk()).orders).toMatchObject([
      {
        supplier: "nishijin",
        number: "1001-1",
        state: "received",
        repeats: 0,
        link: "http://localhost:1/supplier/t0ken",
        lines: [{ sku: "NI1", title: "Silk Scarf, Kelp", units: 2 }],
      },
    ]),
  );
  expect((await readDesk()).tasks.map(({ act }) => act)).toEqual(["accept", "ship"]);
  await sendMail();
  await eventually(async () => expect((await readDesk()).orders[0]?.repeats).toBe(1));
});

test("takes a mail without attachments as an order by link, and drops its plans when it is revoked", async () => {
  await sendMail({ attachments: [] });
  await eventually(async () =>
    expect((await readDesk()).orders[0]?.link).toBe("http://localhost:1/supplier/from-mail"),
  );
  const headers = { "X-Purchase-Order": "1001-1", "X-Purchase-Order-Purpose": "revoked" };
  await sendMail({ attachments: [], headers, messageId: "<revoked@mail.aftercare.example>" });
  await eventually(async () => expect((await readDesk()).orders[0]?.state).toBe("cancelled"));
  expect((await readDesk()).tasks).toEqual([]);
});

test("the one who never answers only looks", async () => {
  await sendMail({ to: "pedidos@telar.example" });
  await eventually(async () => expect((await readDesk()).orders[0]?.supplier).toBe("telar"));
  expect((await readDesk()).tasks.map(({ act }) => act)).toEqual(["open"]);
});

async function withSftp<Value>(
  code: string,
  use: (client: SftpClient, settings: Sftp) => Promise<Value>,
) {
  const { sftp } = await findSupplier(code);
  const client = new SftpClient();
  client.on("error", () => undefined);
  await client.connect({ ...sftp, retries: 0 });
  try {
    return await use(client, sftp);
  } finally {
    await client.end().catch(() => undefined);
  }
}

const FILE = "harbor-and-pine-PO-1001-1-R1.csv";
const bytes = () => Buffer.from(`${COLUMNS}\r\n${row()}\r\n`);

test("a file that takes its final name in in/ is a purchase order; one still being written is not", async () => {
  await withSftp("cove", async (client) => {
    await client.put(bytes(), `/in/.${FILE}.part`);
    expect((await readDesk()).orders).toEqual([]);
    await client.rename(`/in/.${FILE}.part`, `/in/${FILE}`);
    expect((await client.list("/in")).map(({ name }) => name)).toEqual([FILE]);
    expect(await client.get(`/in/${FILE}`)).toEqual(bytes());
    await expect(client.put(bytes(), "/out/x.csv")).rejects.toThrow();
  });
  expect((await readDesk()).orders).toMatchObject([
    { supplier: "cove", number: "1001-1", arrivals: [{ channel: "sftp", id: FILE }] },
  ]);
});

test("the price list lies in out/", async () => {
  const feed = await withSftp("spruce", (client) => client.get("/out/feed.csv"));
  expect(String(feed)).toMatch(/^Article no\.,Your SKU,.*\r\nSP\d{6},BSW-/);
});

test("a wrong password is refused", async () => {
  const { sftp } = await findSupplier("cove");
  const client = new SftpClient();
  client.on("error", () => undefined);
  await expect(client.connect({ ...sftp, password: "no", retries: 0 })).rejects.toThrow();
});

test("cut after commit: the file is there, the sender does not hear so", async () => {
  await sandbox.control("fault", { kind: "cut_after_commit", path: "sftp" });
  await withSftp("cove", async (client) => {
    await client.put(bytes(), `/in/.${FILE}.part`);
    await expect(client.rename(`/in/.${FILE}.part`, `/in/${FILE}`)).rejects.toThrow();
  });
  expect((await readDesk()).orders).toHaveLength(1);
  const names = await withSftp("cove", (client) => client.list("/in"));
  expect(names.map(({ name }) => name)).toEqual([FILE]);
});

async function post(code: string, key: string, changes: object = {}, secret?: string) {
  const { https } = await findSupplier(code);
  const body = JSON.stringify({
    purpose: "order",
    number: "1001-1",
    revision: 1,
    lines: [{ id: "7", supplierSku: "LU1", title: "Candle", units: 3 }],
    link: "http://localhost:1/supplier/t0ken",
    shipTo: { countryCode: "US" },
    ...changes,
  });
  const timestamp = "1764000000";
  const signature = createHmac("sha256", secret ?? https.secret)
    .update(`${timestamp}.${body}`)
    .digest("hex");
  return fetch(https.url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "idempotency-key": key,
      "aftercare-timestamp": timestamp,
      "aftercare-signature": `v1=${signature}`,
    },
    body,
  });
}

test("the endpoint honours the idempotency key and asks for a true signature", async () => {
  expect((await post("lumen", "k-R1", {}, "another secret")).status).toBe(401);
  expect((await readDesk()).orders).toEqual([]);
  const first = await post("lumen", "k-R1");
  const again = await post("lumen", "k-R1");
  expect([first.status, again.status]).toEqual([200, 200]);
  expect(await again.text()).toBe(await first.text());
  expect((await readDesk()).orders).toMatchObject([
    { number: "1001-1", repeats: 0, arrivals: [{ isKnown: false }, { isKnown: true }] },
  ]);
  await post("lumen", "k-R1-other");
  expect((await readDesk()).orders).toMatchObject([{ repeats: 1 }]);
});

test.each([
  ["cut_before", 0],
  ["500_before", 0],
  ["cut_after_commit", 1],
  ["500_after", 1],
])("fault %s at the endpoint leaves %i orders behind", async (kind, count) => {
  await sandbox.control("fault", { kind, path: "/orders/lumen" });
  const status = await post("lumen", "k-R1").then(
    (answer) => answer.status,
    () => 0,
  );
  expect(status).toBe(kind.startsWith("500") ? 500 : 0);
  expect((await readDesk()).orders).toHaveLength(count);
  expect((await post("lumen", "k-R1")).status).toBe(200);
  expect((await readDesk()).orders).toMatchObject([{ repeats: 0 }]);
});

test("a new revision is a new plan for the same number", async () => {
  await post("lumen", "k-R1");
  await post("lumen", "k-R2", { revision: 2, lines: [{ id: "7", title: "Candle", units: 1 }] });
  expect((await readDesk()).orders).toMatchObject([
    { revision: 2, repeats: 0, lines: [{ units: 1 }], state: "received" },
  ]);
});
