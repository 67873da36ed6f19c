/** The page in a phone's browser without scripts: how many taps a day takes, and whether everybody can read it. */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { createRequire } from "node:module";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { servePage } from "#app/dropship/supplier-page/serve-page.server.tsx";
import { serveFile } from "#app/dropship/supplier-page/serve-file.server.ts";
import { createOutbox } from "#app/mail-parts.server.ts";
import { browserPath, explainMissingBrowser } from "#tests/e2e/find-browser.ts";
import { openSupplierWorld } from "./supplier-page-world.ts";

const world = await openSupplierWorld();
const PHONE = { width: 360, height: 740 };
const ORDERS = 50;
// Kept for a look: SCREENSHOTS names a folder.
const screenshots = process.env["SCREENSHOTS"];

explainMissingBrowser();

describe.skipIf(!browserPath)("on a phone", { timeout: 120_000 }, () => {
  let browser: Browser;
  let origin: string;
  const server = createServer((request, response) => {
    void answer(request).then(async (answered) => {
      response.writeHead(answered.status, Object.fromEntries(answered.headers));
      const body = Buffer.from(await answered.arrayBuffer()).toString();
      // The address of the stylesheet is made by the build; without one it is empty.
      response.end(body.replace('rel="stylesheet" href=""', 'rel="stylesheet" href="/page.css"'));
    });
  });

  async function answer(request: IncomingMessage): Promise<Response> {
    const url = new URL(request.url ?? "/", origin);
    if (url.pathname.endsWith(".css"))
      return new Response(readFileSync("app/dropship/supplier-page/supplier-page.css"), {
        headers: { "Content-Type": "text/css" },
      });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const isPost = request.method === "POST";
    const asked = new Request(url, {
      method: request.method ?? "GET",
      headers: { "content-type": request.headers["content-type"] ?? "" },
      ...(isPost ? { body: Buffer.concat(chunks) } : {}),
    });
    const deps = { ...world.deps, outbox: createOutbox(world.deps) };
    const [, , token = "", day] = url.pathname.split("/");
    return day === "day" ? serveFile(deps, asked, token) : servePage(deps, asked, token);
  }

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    // Listening on an address, it has a port.
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await chromium.launch({
      executablePath: browserPath ?? "",
      args: ["--no-sandbox", "--disable-dev-shm-usage"],
    });
  });
  afterAll(async () => {
    await browser.close();
    await new Promise((resolve) => server.close(resolve));
  });

  const here = (link: string) => `${origin}${new URL(link).pathname}${new URL(link).search}`;

  async function dayOf(language: string, count: number) {
    const supplier = await world.supplier({
      contacts: [{ language }],
      timeZone: "Asia/Shanghai",
    });
    const orders = [];
    for (let at = 0; at < count; at += 1)
      orders.push(
        await world.order(supplier.supplierId, {
          lines: [
            {
              title: "Ceramic mug",
              variantTitle: "Blue / 300 ml",
              customAttributes: [{ key: "Engraving", value: "Ana" }],
            },
          ],
        }),
      );
    return { ...supplier, orders };
  }

  test(`${ORDERS} orders accepted and tracked in Chinese, with at most 20 taps and no script`, async () => {
    const { link, orders, supplierId } = await dayOf("zh-Hans", ORDERS);
    const context = await browser.newContext({
      viewport: PHONE,
      javaScriptEnabled: false,
      hasTouch: true,
    });
    const page = await context.newPage();
    let taps = 1; // the link in the mail
    const tap = async (name: RegExp, role: "button" | "textbox") => {
      taps += 1;
      await page.getByRole(role, { name }).first().tap();
    };
    await page.goto(here(link));
    await tap(/全部接单/, "button");
    await page.getByText(`已接 ${ORDERS} 个订单`).waitFor();
    await tap(/填写运单号/, "textbox");
    taps += 2; // held down, then "paste"
    await page
      .getByRole("textbox", { name: /填写运单号/ })
      .fill(orders.map(({ number }, at) => `${number}\t${postNumber(500_000 + at)}`).join("\n"));
    await tap(/检查/, "button");
    await page.getByText(`${ORDERS} 行没有问题`).waitFor();
    await tap(/保存/, "button");
    await page.getByText(`已保存 ${ORDERS} 个运单号`).waitFor();
    expect(taps).toBeLessThanOrEqual(20);
    const open = await world.db.prisma.purchaseOrder.count({
      where: { supplierId, trackedAt: null },
    });
    expect(open).toBe(0);
    await context.close();
  });

  const pages = [
    ["today", ""],
    ["order", "order"],
  ] as const;
  test.each([
    ["en", 360],
    ["zh-Hans", 360],
    ["es", 360],
    ["zh-Hans", 1280],
  ])("in %s at %i px: nothing sticks out, and axe finds nothing", async (language, width) => {
    const { link, orders, supplierId } = await dayOf(language, 3);
    await world.post(link, {
      intent: "answer",
      po: `${orders[2]?.id}.1`,
      [`o${orders[2]?.id}`]: "1",
      [`l${orders[2]?.lines[0]?.id}`]: "1",
    });
    await world.post(`${link}?order=${orders[0]?.number}`, { intent: "ask", question: "?" });
    expect(supplierId).toBeGreaterThan(0n);
    const context = await browser.newContext({ viewport: { width, height: 740 }, bypassCSP: true });
    const page = await context.newPage();
    for (const [name, what] of pages) {
      await page.goto(`${here(link)}${what === "order" ? `?order=${orders[0]?.number}` : ""}`);
      if (name === "today") await page.locator("details summary").first().click();
      expect(await sticksOut(page)).toBe(0);
      expect(await findFaults(page)).toEqual([]);
      if (screenshots)
        await page.screenshot({
          path: `${screenshots}/supplier-${name}-${language}-${width}.png`,
          fullPage: true,
        });
    }
    await page.goto(here(link));
    await page.locator("#rows").fill(`${orders[1]?.number}, RR123456784CN\n9999-1, X`);
    await page.locator('button[value="check_rows"]').click();
    expect(await sticksOut(page)).toBe(0);
    expect(await findFaults(page)).toEqual([]);
    if (screenshots)
      await page.screenshot({
        path: `${screenshots}/supplier-rows-${language}-${width}.png`,
        fullPage: true,
      });
    await page.goto(here(link));
    await page.locator('input[type="checkbox"]').first().uncheck();
    if (screenshots)
      await page.screenshot({ path: `${screenshots}/supplier-unticked-${language}-${width}.png` });
    await page.locator("button.main").click();
    expect(await sticksOut(page)).toBe(0);
    expect(await findFaults(page)).toEqual([]);
    if (screenshots)
      await page.screenshot({
        path: `${screenshots}/supplier-review-${language}-${width}.png`,
        fullPage: true,
      });
    await context.close();
  });
});

const sticksOut = (page: Page): Promise<number> =>
  page.evaluate("Math.max(0, document.documentElement.scrollWidth - window.innerWidth)");

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);

async function findFaults(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(
    "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`))",
  );
}

/** A number of the post of China whose check digit fits. */
function postNumber(serial: number): string {
  const digits = String(serial).padStart(8, "0");
  const sum = [8, 6, 4, 2, 3, 5, 9, 7].reduce(
    (all, weight, at) => all + weight * Number(digits[at]),
    0,
  );
  const check = 11 - (sum % 11);
  return `RR${digits}${check === 10 ? 0 : check === 11 ? 5 : check}CN`;
}
