/**
 * What the walker asks of every route: one entry for each file of app/routes that answers requests. `ids` are those of the
 * shop that is asked about, whoever asks. A route without ids of its own is asked all the same, with the other shop named
 * in its address.
 */
import { signToken } from "#app/dropship/supplier-page/supplier-token.server.ts";
import { encodeCursor } from "#app/orders/list-cursor.ts";
import { parseOrderListParams } from "#app/routes/app.orders._index/order-list-params.ts";
import type { DownloadFile } from "#app/shopify/download-link.server.ts";
import type { PlantedShop } from "./plant-shop.ts";

export type RouteRequest = {
  readonly params?: Record<string, string>;
  /** after the path, without its question mark */
  readonly query?: string;
  /** makes it a post */
  readonly form?: Record<string, string>;
  /** a download link, sealed for the shop that asks */
  readonly file?: DownloadFile;
};

const LONG_AGO = "2020-02-02T00:00:00.000Z";

type RequestsOf = (ids: PlantedShop) => readonly RouteRequest[];

const look: RequestsOf = () => [{}];
const post =
  (...forms: Record<string, string>[]): RequestsOf =>
  () =>
    forms.map((form) => ({ form }));
const json = (field: string, value: unknown) => ({ [field]: JSON.stringify(value) });

/** The link of our own supplier, whoever is asked about: the token is the permission. See world.ts for ids and key. */
const ownLink = () => ({
  token: signToken([{ id: "k1", key: Buffer.alloc(32, 7) }], {
    shopId: 82n,
    linkId: 8_000_000_001n,
  }),
});

const ofSupplier = ({ id }: PlantedShop) => ({ supplierId: id.toString() });
const ofOrder = ({ id }: PlantedShop) => ({ orderId: id.toString() });

/** The list by every view, order, filter, word and cursor of the shop asked about. */
function listQueries({ mark, id }: PlantedShop): string[] {
  const views = ["exceptions", "all", "open", "cancelled"];
  const sorts = ["worst", "newest", "oldest", "total_high", "total_low"];
  const filters = [
    `q=${mark}-customer_name`,
    `q=%23${id}`,
    "q=%25",
    `tag=${mark}-tags`,
    `vendor=${mark}-vendors`,
    `q=text&tag=${mark}-tags&vendor=${mark}-vendors`,
    "country=US",
    "financial=paid",
    "fulfillment=unfulfilled",
    "flag=unfulfilled",
    "placedFrom=2000-01-01",
    "placedTo=2100-01-01",
  ];
  const listed = [
    ...views.map((view) => `view=${view}`),
    ...sorts.map((sort) => `view=all&sort=${sort}`),
    ...filters.map((filter) => `view=all&${filter}`),
  ];
  const edges = sorts.flatMap((sort) => {
    const view = sort === "worst" ? "exceptions" : "all";
    return (sort === "newest" ? (["next", "previous"] as const) : (["next"] as const)).map(
      (direction) => {
        const query = parseOrderListParams(new URLSearchParams({ view, sort }));
        const value = sort.startsWith("total") ? "100" : LONG_AGO;
        const cursor = encodeCursor(query, { direction, rank: 2, value, orderId: id.toString() });
        return new URLSearchParams({ view, sort, cursor }).toString();
      },
    );
  });
  return [...listed, ...edges];
}

export const REQUESTS_OF_ROUTES: Readonly<Record<string, RequestsOf>> = {
  _index: look,
  "app.$": () => [{ params: { "*": "orders/secret" } }],
  "app._index": look,
  "app.approvals": ({ id }) => [
    {},
    { form: json("answer", { verdict: "refuse", intentIds: [`${id}`], all: null }) },
    {
      form: json("answer", {
        verdict: "confirm",
        intentIds: [],
        all: { workflow: "refunds", upTo: "999999999999999999" },
      }),
    },
  ],
  "app.guide.dismiss": post({}),
  "app.import-progress": look,
  "app.inbox.$orderId": (ids) => [
    { params: ofOrder(ids) },
    {
      params: ofOrder(ids),
      form: json("form", { intent: "reply", to: "shopper", words: "seen", key: "0" }),
    },
    {
      params: ofOrder(ids),
      form: json("form", { intent: "reply", to: `${ids.id}`, words: "seen", key: "0" }),
    },
    { params: ofOrder(ids), form: json("form", { intent: "done" }) },
    { params: ofOrder(ids), form: json("form", { intent: "show", entryId: `${ids.id}` }) },
    { params: ofOrder(ids), form: json("form", { intent: "file", fileId: `${ids.id}` }) },
  ],
  "app.inbox._index": ({ mark, id }) =>
    ["filter=open", "filter=parked", "filter=unanswered", `q=${mark}-words`, `q=%23${id}`].map(
      (query) => ({ query }),
    ),
  "app.jobs.retry": ({ id }) => [{ form: { parkedJobId: `${id}` } }],
  "app.orders.$orderId": (ids) => [{ params: ofOrder(ids) }],
  "app.orders.$orderId_.case": (ids) => [
    { params: ofOrder(ids) },
    { params: ofOrder(ids), form: { intent: "note", text: "seen" } },
    { params: ofOrder(ids), form: { intent: "assign", assigneeId: `${ids.id}` } },
    { params: ofOrder(ids), form: { intent: "erase_note", noteId: `${ids.id}` } },
  ],
  "app.orders.$orderId_.routing": (ids) => [
    { params: ofOrder(ids), form: json("form", { reason: "seen", choices: [] }) },
    {
      params: ofOrder(ids),
      form: json("form", {
        reason: "seen",
        choices: [{ lineGid: `${ids.mark}-gid`, supplierId: `${ids.id}` }],
      }),
    },
  ],
  "app.orders._index": (ids) => listQueries(ids).map((query) => ({ query })),
  "app.orders.export": (ids) =>
    listQueries(ids)
      .slice(0, 3)
      .map((query) => ({ query, form: {} })),
  "app.orders.views": ({ id }) => [
    { form: { intent: "rename", savedViewId: `${id}`, name: "taken" } },
    { form: { intent: "delete", savedViewId: `${id}` } },
    { form: { intent: "create", name: "made", query: "view=all" } },
  ],
  "app.parcels.$purchaseOrderId": ({ id }) => [
    { params: { purchaseOrderId: `${id}` } },
    ...[null, `${id}`].map((shipmentId) => ({
      params: { purchaseOrderId: `${id}` },
      form: json("form", {
        shipmentId,
        carrier: "UPS",
        trackingNumber: "1Z5R89390357567127",
        isConfirmed: true,
        lines: [{ lineId: `${id}`, units: "1" }],
      }),
    })),
  ],
  "app.pause": post({ step: "pause" }, { step: "resume" }),
  "app.rules.routing": ({ id }) => [
    {},
    { query: "page=1" },
    { form: json("form", { intent: "backtest" }) },
    { form: json("form", { intent: "publish", draftHash: "0", backtestId: `${id}` }) },
    {
      form: json("form", {
        intent: "save",
        rule: {
          conditions: [{ tests: [], action: "only", supplierIds: [`${id}`] }],
          rank: ["cost"],
          parcels: "any",
          marginFloor: "",
          maxLeadTime: "",
          routesOnAuthorisation: false,
        },
      }),
    },
    { form: json("form", { intent: "discard" }) },
  ],
  "app.purchase-orders.$purchaseOrderId": ({ id }) => [
    { params: { purchaseOrderId: `${id}` } },
    {
      params: { purchaseOrderId: `${id}` },
      form: json("form", { act: "revoke", ids: [`${id}`], reason: "seen" }),
    },
  ],
  "app.purchase-orders._index": ({ mark, id }) => [
    ...["all", "approval", "to_send", "to_acknowledge", "to_ship", "failed", "breached"].map(
      (queue) => ({ query: `queue=${queue}` }),
    ),
    { query: `q=${mark}-number` },
    { query: `supplier=${id}&sort=oldest` },
    ...["send", "hold", "nudge", "send_again", "revoke", "settle_address"].map((act) => ({
      form: json("form", { act, ids: [`${id}`], reason: "seen" }),
    })),
  ],
  "app.purchase-orders.file": ({ id }) => [
    { form: json("form", { file: "list", query: "queue=all" }) },
    { form: json("form", { file: "document", id: `${id}`, format: "csv" }) },
    { form: json("form", { file: "sent", id: `${id}`, part: "words" }) },
  ],
  "app.settings": post({
    ...json("draft", {
      timeZone: "",
      workingDays: [1],
      holidays: [],
      thresholds: {
        unfulfilledDays: "4",
        noTrackingDays: "7",
        labelWithoutScanDays: "7",
        undeliveredDays: "20",
        probablyLostDays: "30",
      },
    }),
    ...json("sections", { workingTime: true, thresholds: true }),
  }),
  "app.settings_.alerts": ({ id }) => [
    {},
    { form: json("form", { intent: "choices", staffId: `${id}`, choices: {} }) },
    { form: json("form", { intent: "remove_webhook" }) },
  ],
  "app.settings_.going-live": ({ id }) => [
    {},
    { form: { workflow: "refunds", step: "watch", id: `${id}` } },
  ],
  "app.settings_.leaving": ({ id }) => [
    {},
    { form: { code: "intents", itemId: `${id}` } },
    { form: { code: "holds", itemId: "" } },
  ],
  "app.settings_.leaving_.archive": () => [{}, { form: {} }],
  "app.settings_.limits": () => [{}, { form: json("draft", { refunds: "5" }) }],
  "app.settings_.outbox": ({ mark }) => [
    {},
    { query: "filter=sent" },
    { form: json("form", { intent: "allow", address: `${mark}-address` }) },
  ],
  "app.settings_.people": ({ id }) => [
    {},
    { form: { staffId: `${id}`, to: "agent" } },
    { form: { staffId: `${id}`, to: "removed" } },
  ],
  "app.settings_.privacy": look,
  "app.settings_.privacy_.file": ({ id }) =>
    ["json", "html"].map((format) => ({ form: { requestId: `${id}`, format } })),
  "app.settings_.sender": () => [{}, { form: json("form", { intent: "remove" }) }],
  "app.settings_.templates": look,
  "app.settings_.templates_.$event": () =>
    ["order_delayed", "refunded", "nothing"].map((event) => ({ params: { event } })),
  "app.settings_.who-tells": () => [{}, { form: json("form", { owners: {} }) }],
  "api.offers": ({ id }) => [{ form: { supplier: `${id}` } }],
  "app.suppliers.$supplierId": (ids) => [{ params: ofSupplier(ids) }],
  "app.suppliers.$supplierId._index": (ids) => [
    { params: ofSupplier(ids) },
    { params: ofSupplier(ids), form: json("form", { intent: "archive" }) },
  ],
  "app.suppliers.$supplierId.feed": (ids) => [
    { params: ofSupplier(ids) },
    ...[
      { intent: "start", fileName: "x.csv", bytes: 10 },
      { intent: "finish", runId: `${ids.id}` },
      { intent: "apply", runId: `${ids.id}` },
      { intent: "drop" },
    ].map((form) => ({ params: ofSupplier(ids), form: json("form", form) })),
  ],
  "app.suppliers.$supplierId.offers": (ids) => [
    { params: ofSupplier(ids), query: `q=${ids.mark}&find=${ids.mark}` },
    { params: ofSupplier(ids), form: json("form", { intent: "take_costs" }) },
  ],
  "app.suppliers.$supplierId_.feed-part": (ids) => [
    { params: ofSupplier(ids), query: `run=${ids.id}&position=0`, form: { part: "x" } },
  ],
  "app.suppliers.$supplierId_.refused": (ids) => [
    { params: ofSupplier(ids), query: `run=${ids.id}` },
  ],
  "app.suppliers._index": ({ id, mark }) => [
    { query: `q=${mark}&state=current` },
    { query: "suggest=1" },
    { form: json("form", { intent: "revoke_token", tokenId: `${id}` }) },
  ],
  app: look,
  "app.suppliers.$supplierId.scorecard._index": ({ id }) => [
    { params: { supplierId: `${id}` } },
    {
      params: { supplierId: `${id}` },
      form: { onTime: "70", shipped: "20", notCancelled: "10" },
    },
  ],
  "app.suppliers.$supplierId.scorecard.lines": ({ id }) =>
    ["measure=on_time&show=all", "measure=fill", "measure=returns&show=all"].map((query) => ({
      params: { supplierId: `${id}` },
      query,
    })),
  // Unsigned: what a signed one names is the tracking service's own word.
  "carrier.tracking": post({ msg: "unsigned" }),
  "app.supplier-answers.$about": ({ id }) => [
    { params: { about: `${id}` } },
    { params: { about: `s${id}` } },
    {
      params: { about: `${id}` },
      form: json("form", { intent: "proposal", proposalId: `${id}`, verdict: "dismiss" }),
    },
    {
      params: { about: `${id}` },
      form: json("form", {
        intent: "cost",
        purchaseOrderId: `${id}`,
        lineId: `${id}`,
        statedMinor: "100",
        verdict: "agreed",
      }),
    },
    {
      params: { about: `${id}` },
      form: json("form", { intent: "answer", questionId: `${id}`, text: "seen" }),
    },
  ],
  "supplier.$token": ({ id, mark }) => [
    { params: ownLink() },
    { params: ownLink(), query: `order=${mark}-number` },
    { params: ownLink(), form: { intent: "answer", po: `${id}.1`, [`o${id}`]: "1" } },
    { params: ownLink(), form: { intent: "check_rows", rows: `${mark}-number, RR123456785CN` } },
    { params: ownLink(), query: `order=${mark}-number`, form: { intent: "ship", tracking: "1" } },
    { params: ownLink(), query: `order=${mark}-number`, form: { intent: "ask", question: " " } },
    { params: ownLink(), form: { intent: "new_link" } },
    { params: { token: `${id}` } },
  ],
  "supplier.$token_.day": () => [{ params: ownLink(), query: "format=csv" }],
  "supplier.api.purchase-orders.$number.answers": ({ mark }) => [
    { params: { number: `${mark}-number` }, form: { accept: "all" } },
  ],
  "supplier.api.purchase-orders.$number.shipments": ({ mark }) => [
    { params: { number: `${mark}-number` }, form: { tracking_number: "RR123456785CN" } },
  ],
  "auth.$": ({ domain }) => [{ query: `shop=${domain}&code=1&state=1` }],
  "contact.$token": ({ id }) => [
    { params: { token: `1.${id.toString(36)}.s.zzz.aaaaaaaaaaaaaaaa` } },
    { params: { token: `${id}` }, form: { words: "seen" } },
  ],
  download: ({ id }) => [
    { file: { kind: "conversation_file", fileId: `${id}` } },
    { query: `link=${id}` },
    { file: { kind: "orders_csv", query: "view=all" } },
    { file: { kind: "purchase_orders_csv", query: "queue=all" } },
    { file: { kind: "purchase_order_document", purchaseOrderId: `${id}`, format: "csv" } },
    { file: { kind: "archive", archiveId: `${id}` } },
    { file: { kind: "compliance_file", requestId: `${id}`, format: "json" } },
    { file: { kind: "compliance_file", requestId: `${id}`, format: "html" } },
  ],
};
