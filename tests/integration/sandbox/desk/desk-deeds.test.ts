/** What the suppliers do on the page they are led to, by their tempers and on the store's clock. The page is a stand-in. */
import http, { type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import nodemailer from "nodemailer";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openSandbox, type OpenSandbox } from "#tests/integration/sandbox-http/open-sandbox.ts";
import { eventually } from "#tests/support/eventually.ts";

const HOUR_MS = 3_600_000;
const ANSWER_FORM = `<form method="post" action="/supplier/t?order=1001-1"><input type="hidden" name="po" value="7.1">
<input type="hidden" name="o7" value="1"><input type="checkbox" name="l9" value="1" checked=""><input name="n9" value="4">
<select name="r9"><option value="out_of_stock">Out of stock</option></select><input name="c9">
<button type="submit" name="intent" value="answer">Accept</button></form>`;
const SHIP_FORM = `<form method="post" action="/supplier/t?order=1001-1"><input type="hidden" name="purchase_order" value="7">
<input name="tracking"><input name="carrier"><input name="s9" value="4"><button name="intent" value="ship">Save</button></form>`;

type Order = {
  state: string;
  deeds: { what: string; ok: boolean }[];
  parcels: { number: string }[];
};

let app: Server;
let appUrl: string;
let sandbox: OpenSandbox;
let posts: URLSearchParams[] = [];
let isRevoked = false;
/** The page's answers to the next posts; then 200. */
let answers: { status: number; html: string }[] = [];

beforeAll(async () => {
  app = http.createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const send = (status: number, html: string) =>
      response.writeHead(status, { "content-type": "text/html" }).end(`<main>${html}</main>`);
    if (!request.url?.startsWith("/supplier/")) return send(404, "");
    if (request.method === "POST") {
      posts.push(new URLSearchParams(body));
      const answer = answers.shift();
      if (answer) return send(answer.status, answer.html);
      if (isRevoked)
        return send(409, `<div class="notice bad" role="alert">This order was cancelled.</div>`);
    }
    send(200, isRevoked ? "<h1>Order 1001-1</h1>" : ANSWER_FORM + SHIP_FORM);
  });
  app.listen(0, "127.0.0.1");
  await once(app, "listening");
  appUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  sandbox = await openSandbox(["--app-url", appUrl, "--seed", "none"]);
});
afterAll(async () => {
  await sandbox.stop();
  app.closeAllConnections();
  app.close();
});
afterEach(async () => {
  [posts, answers, isRevoked] = [[], [], false];
  await sandbox.control("reset", {});
});

async function sendOrder(to: string) {
  const transport = nodemailer.createTransport({ host: "127.0.0.1", port: sandbox.smtpPort });
  const table = `po_number,revision,copy,purpose,line,supplier_sku,title,units,unit_cost,ship_country,link\r\n1001-1,1,,order,1,A1,Mug,4,8.00,US,${sandbox.tunnel}/supplier/t?order=1001-1\r\n`;
  await transport.sendMail({
    from: "orders@mail.aftercare.example",
    to,
    subject: "Purchase order 1001-1",
    text: "Please ship.",
    headers: { "X-Purchase-Order": "1001-1", "X-Purchase-Order-Revision": "1" },
    attachments: [{ filename: "PO-1001-1-R1.csv", content: table }],
  });
  await eventually(async () => expect(await findOrder()).toBeDefined());
}

const findOrder = async () => ((await sandbox.control("desk"))["orders"] as Order[])[0];
const advance = (hours: number) => sandbox.control("clock", { advanceMs: hours * HOUR_MS });
const press = (supplier: string, act: string) =>
  sandbox.control("desk", { supplier, number: "1001-1", act });

async function waitForPosts(count: number) {
  await eventually(() => expect(posts.map(String)).toHaveLength(count));
  return posts.map((post) => Object.fromEntries(post));
}

test("prompt: does nothing before its hour, then accepts all, and ships the next day", async () => {
  await sendOrder("orders@nishijin.example");
  await advance(0.9);
  expect(posts).toEqual([]);
  await advance(0.2);
  expect(await waitForPosts(1)).toMatchObject([{ po: "7.1", intent: "answer", l9: "1", n9: "4" }]);
  await advance(20);
  const [, shipped] = await waitForPosts(2);
  expect(shipped).toMatchObject({ intent: "ship", purchase_order: "7", s9: "4" });
  expect(shipped?.["tracking"]).toMatch(/^EJ\d{9}JP$/);
  await eventually(async () => expect((await findOrder())?.state).toBe("shipped"));
  const { parcels } = (await sandbox.control("carrier")) as { parcels: { number: string }[] };
  expect(parcels).toMatchObject([{ number: shipped?.["tracking"], isLabelOnly: false }]);
});

test("partial: half, and says why not the rest", async () => {
  await sendOrder("orders@tirupur.example");
  await advance(3);
  expect(await waitForPosts(1)).toMatchObject([{ l9: "1", n9: "2", r9: "out_of_stock" }]);
});

test("changes cost: an eighth more", async () => {
  await sendOrder("encomendas@coveceramica.example");
  await advance(4);
  expect(await waitForPosts(1)).toMatchObject([{ n9: "4", c9: "9.00" }]);
});

test("declines: everything, and confirms when it is asked once more", async () => {
  const carried = ANSWER_FORM.replace(
    "<button",
    `<input type="hidden" name="is_right" value="1"><button`,
  );
  answers = [{ status: 200, html: `<h1>Sure?</h1>${carried}` }];
  await sendOrder("orders@fjordflint.example");
  await advance(3);
  const [first, second] = await waitForPosts(2);
  expect(first).not.toHaveProperty("l9");
  expect(second).toMatchObject({ is_right: "1" });
  await eventually(async () => expect((await findOrder())?.state).toBe("declined"));
});

test("wrong tracking: a slip first, the right digits when refused, and a label that never moves", async () => {
  await sendOrder("orders@blackspruce.example");
  await advance(2);
  await waitForPosts(1);
  answers = [{ status: 422, html: `<p class="notice bad">Its check digit does not fit.</p>` }];
  await advance(24);
  const [, slip, right] = await waitForPosts(3);
  expect(slip?.["tracking"]).not.toBe(right?.["tracking"]);
  await eventually(async () =>
    expect(await findOrder()).toMatchObject({
      state: "shipped",
      parcels: [{ number: right?.["tracking"] }],
    }),
  );
  expect(await sandbox.control("carrier")).toMatchObject({ parcels: [{ isLabelOnly: true }] });
});

test("silent: a page left open is sent when it is too late, and the refusal stands at the order", async () => {
  await sendOrder("pedidos@telar.example");
  await advance(2);
  await eventually(async () => expect((await findOrder())?.deeds).toHaveLength(1));
  await advance(100);
  expect(posts).toEqual([]);
  isRevoked = true;
  await press("telar", "accept");
  expect(posts).toHaveLength(1);
  expect(await findOrder()).toMatchObject({
    state: "received",
    deeds: [{ ok: true }, { what: "tried to accept: This order was cancelled.", ok: false }],
  });
});

test("by hand: no longer acts by itself", async () => {
  await sendOrder("orders@nishijin.example");
  await press("nishijin", "nothing");
  await advance(48);
  expect(posts).toEqual([]);
  await press("nishijin", "decline");
  expect(await findOrder()).toMatchObject({ state: "declined" });
});

test("answers twice when told to", async () => {
  await sendOrder("orders@nishijin.example");
  await sandbox.control("fault", { kind: "duplicate", path: "desk" });
  await press("nishijin", "accept");
  expect(posts.map(String)).toEqual([String(posts[0]), String(posts[0])]);
});
