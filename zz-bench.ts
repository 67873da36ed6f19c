import { createDb } from "#app/platform/db.server.ts";
import { importOrders } from "#app/orders/import/import-orders.server.ts";
import pg from "pg";
const N = Number(process.argv[2] ?? 20000); const staged = process.argv[3] === "staged";
const bag = (a: string) => ({ shopMoney: { amount: a, currencyCode: "USD" }, presentmentMoney: { amount: a, currencyCode: "USD" } });
function order(i: number): string[] {
  const id = `gid://shopify/Order/${1e6 + i}`;
  const at = new Date(Date.UTC(2026, 8, 1) + i * 60000).toISOString();
  const o = { id, name: `#${1000 + i}`, createdAt: at, processedAt: at, updatedAt: at, closedAt: null, cancelledAt: null, cancelReason: null, test: false, edited: false, requiresShipping: true, displayFinancialStatus: "PAID", displayFulfillmentStatus: i % 3 ? "FULFILLED" : "UNFULFILLED", returnStatus: "NO_RETURN", sourceName: "web", tags: ["a", "b" + (i % 20)], currencyCode: "USD", presentmentCurrencyCode: "USD", email: `c${i % 5000}@example.com`, phone: null, customerLocale: "en", note: null, customer: { id: `gid://shopify/Customer/${i % 5000}`, firstName: "Ann" + (i % 700), lastName: "Lee" + (i % 900) }, shippingAddress: { name: "Ann Lee", company: null, address1: `${i} Elm St`, address2: null, city: "Ottawa", provinceCode: "ON", zip: "K2H7A8", phone: null, countryCodeV2: "CA" }, totalPriceSet: bag("120.5"), currentTotalPriceSet: bag("120.5"), totalShippingPriceSet: bag("5.0"), currentTotalTaxSet: bag("0.0"), currentTotalDiscountsSet: bag("0.0"), totalRefundedSet: bag("0.0"), totalOutstandingSet: bag("0.0"),
    fulfillments: i % 3 ? [{ id: `gid://shopify/Fulfillment/${1e6 + i}`, name: `#${1000 + i}.1`, status: "SUCCESS", displayStatus: i % 2 ? "DELIVERED" : "IN_TRANSIT", createdAt: at, updatedAt: at, inTransitAt: at, deliveredAt: i % 2 ? at : null, estimatedDeliveryAt: null, trackingInfo: [{ company: "UPS", number: `1Z${1e9 + i}`, url: "https://example.com" }], location: { id: "gid://shopify/Location/1" } }] : [],
    transactions: [{ id: `gid://shopify/OrderTransaction/${1e6 + i}`, kind: "SALE", status: "SUCCESS", gateway: "visa", processedAt: at, parentTransaction: null, amountSet: { presentmentMoney: { amount: "120.5", currencyCode: "USD" } } }], refunds: [], disputes: [] };
  const lines = [0, 1, 2].map((k) => ({ id: `gid://shopify/LineItem/${(1e6 + i) * 10 + k}`, title: "Linen shirt " + k, variantTitle: "M", sku: `SKU-${(i * 3 + k) % 3000}`, vendor: "Vendor " + (i % 8), quantity: 1, currentQuantity: 1, unfulfilledQuantity: i % 3 ? 0 : 1, requiresShipping: true, isGiftCard: false, product: { id: "gid://shopify/Product/1" }, variant: { id: "gid://shopify/ProductVariant/1" }, originalUnitPriceSet: bag("40.0"), discountedTotalSet: bag("40.0"), __parentId: id }));
  return [JSON.stringify(o), ...lines.map((l) => JSON.stringify(l))];
}
async function* stream() {
  let buf: string[] = [];
  const late: string[] = [];
  for (let i = 0; i < N; i++) { const [root, ...ch] = order(i); buf.push(root!); if (staged) late.push(...ch); else buf.push(...ch); if (buf.length > 400) { yield Buffer.from(buf.join("\n") + "\n"); buf = []; } }
  if (buf.length) yield Buffer.from(buf.join("\n") + "\n");
  for (let i = 0; i < late.length; i += 400) yield Buffer.from(late.slice(i, i + 400).join("\n") + "\n");
}
const url = "postgresql://postgres@127.0.0.1:4440/dev_orders";
const db = createDb({ url, poolMax: 4 });
await db.pool.query("insert into shops (id, domain, installed_at) values (9, 'bench.myshopify.com', now()) on conflict do nothing");
const c = await db.pool.connect(); 
for (const t of ["orders","order_lines","order_fulfillments","order_transactions","order_search_texts","ledger_personal","ledger_entries","ledger_chains","bulk_import_rows"]) await c.query(t.startsWith("ledger") ? `select app.drop_shop_ledger(9)` : `delete from ${t} where shop_id = 9`);
c.release();
const t0 = performance.now(); const cpu = process.cpuUsage();
const totals = await importOrders({ db, clock: { now: () => new Date() } }, 9n, stream(), {});
const s = (performance.now() - t0) / 1000; const u = process.cpuUsage(cpu);
console.log({ ...totals, seconds: s.toFixed(1), ordersPerS: Math.round(N / s), rowsPerS: Math.round(totals.rows / s), cpuS: ((u.user + u.system) / 1e6).toFixed(1), rssMb: Math.round(process.memoryUsage().rss / 1e6) });
await db.prisma.$disconnect(); await db.pool.end();
