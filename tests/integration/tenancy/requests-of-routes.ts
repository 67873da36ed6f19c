/**
 * What the walker asks of every route: one entry for each file of app/routes that answers requests. `ids` are those of the
 * shop that is asked about, whoever asks. A route without ids of its own is asked all the same, with the other shop named
 * in its address.
 */
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
  "app.jobs.retry": ({ id }) => [{ form: { parkedJobId: `${id}` } }],
  "app.orders.$orderId": (ids) => [{ params: ofOrder(ids) }],
  "app.orders.$orderId_.case": (ids) => [
    { params: ofOrder(ids) },
    { params: ofOrder(ids), form: { intent: "note", text: "seen" } },
    { params: ofOrder(ids), form: { intent: "assign", assigneeId: `${ids.id}` } },
    { params: ofOrder(ids), form: { intent: "erase_note", noteId: `${ids.id}` } },
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
  "app.pause": post({ step: "pause" }, { step: "resume" }),
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
  app: look,
  "auth.$": ({ domain }) => [{ query: `shop=${domain}&code=1&state=1` }],
  download: ({ id }) => [
    { query: `link=${id}` },
    { file: { kind: "orders_csv", query: "view=all" } },
    { file: { kind: "archive", archiveId: `${id}` } },
    { file: { kind: "compliance_file", requestId: `${id}`, format: "json" } },
    { file: { kind: "compliance_file", requestId: `${id}`, format: "html" } },
  ],
};
