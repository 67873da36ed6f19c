/** A supplier acts on a purchase order, as its temper has it: opens it, says yes or no, gives a tracking number. */
import { handIn } from "#sandbox/carrier/carrier-state.ts";
import { nextFault } from "#sandbox/http/fault-state.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import { addDeed, stamp } from "./desk-state.ts";
import { getDeskSupplier } from "./desk-suppliers.ts";
import type { DeskAct, DeskOrder, Temper } from "./desk-types.ts";
import { getOrigin, issueNumber } from "./issue-number.ts";
import { fillAnswer } from "./page/fill-answer.ts";
import type { PageForm } from "./page/read-forms.ts";
import { findForm, openPage, sendForm, type Visited } from "./page/visit-page.ts";

/** "later": the app was not there. */
export type ActOutcome = "done" | "refused" | "later";

// A wrong number, then the right one; more often nobody would type it in.
const MAX_NUMBERS = 3;

export async function actOnOrder(
  sandbox: Sandbox,
  order: DeskOrder,
  act: DeskAct,
): Promise<ActOutcome> {
  if (order.link === null) return refuse(sandbox, order, `could not ${act}: has no link`);
  const page = await openPage(order.link);
  if (!page) return "later";
  switch (act) {
    case "open":
      order.heldForm = findForm(page, "answer");
      addDeed(sandbox, order, "opened it, and left it at that", true);
      return "done";
    case "accept":
      return answer(sandbox, order, page, temperOfYes(order));
    case "decline":
      return answer(sandbox, order, page, "declines");
    case "ship":
      return ship(sandbox, order, page, 0);
  }
}

/** Whoever says yes for one that would say no means all of it. */
function temperOfYes({ supplier }: DeskOrder): Temper {
  const { temper } = getDeskSupplier(supplier);
  return temper === "declines" ? "prompt" : temper;
}

/** With the page as it is now, or as it was when it was left open; what is asked once more is confirmed. */
async function answer(
  sandbox: Sandbox,
  order: DeskOrder,
  page: Visited,
  temper: Temper,
): Promise<ActOutcome> {
  const form = findForm(page, "answer") ?? order.heldForm ?? null;
  const verb = temper === "declines" ? "decline" : "accept";
  if (!form) return refuse(sandbox, order, `could not ${verb}: ${page.said}`);
  const filled = fillAnswer(form, temper, order.lines);
  const answered = await sendAgain(sandbox, page, filled, "answer");
  const review = answered && findReview(answered);
  const last = review && answered ? await sendForm(answered, review, "answer") : answered;
  if (!last) return "later";
  if (last.status >= 400) return refuse(sandbox, order, `tried to ${verb}: ${last.said}`);
  order.heldForm = null;
  order.state = temper === "declines" ? "declined" : "accepted";
  addDeed(sandbox, order, describeAnswer(filled, temper), true);
  return "done";
}

async function ship(
  sandbox: Sandbox,
  order: DeskOrder,
  page: Visited,
  attempt: number,
): Promise<ActOutcome> {
  const form = findForm(page, "ship");
  if (!form) return refuse(sandbox, order, `could not ship: ${page.said}`);
  const issued = issueNumber(order, order.parcels.length * MAX_NUMBERS + attempt);
  const others = form.fields.filter(([name]) => name !== "tracking" && name !== "carrier");
  const fields: PageForm["fields"] = [
    ...others,
    ["tracking", issued.number],
    ["carrier", issued.carrier],
  ];
  const answered = await sendAgain(sandbox, page, { ...form, fields }, "ship");
  if (!answered) return "later";
  if (answered.status >= 400) {
    const outcome = refuse(sandbox, order, `gave ${issued.number}: ${answered.said}`);
    if (issued.isWellFormed || attempt + 1 >= MAX_NUMBERS) return outcome;
    return ship(sandbox, order, page, attempt + 1);
  }
  order.state = "shipped";
  order.parcels.push({ carrier: issued.carrier, number: issued.number, at: stamp(sandbox) });
  const inside = getDeskSupplier(order.supplier).temper === "ships_wrong" ? ", wrong goods" : "";
  addDeed(sandbox, order, `gave ${issued.carrier} ${issued.number}${inside}`, true);
  const { number, slug, isLabelOnly } = issued;
  const destination = order.country ? { city: "", country: order.country } : null;
  handIn(sandbox, { number, slug, isLabelOnly, origin: getOrigin(order.supplier), destination });
  return "done";
}

/** On request the same form goes twice, as from a double click; the second answer counts. */
async function sendAgain(
  sandbox: Sandbox,
  page: Visited,
  form: Pick<PageForm, "action" | "fields">,
  intent: string,
): Promise<Visited | null> {
  const fault = nextFault(sandbox.faults, { path: "desk", shop: null, operations: [] });
  const first = await sendForm(page, form, intent);
  return fault?.kind === "duplicate" ? sendForm(page, form, intent) : first;
}

/** A page that shows what cannot be taken back carries the answer on. */
function findReview(page: Visited): PageForm | null {
  const form = findForm(page, "answer");
  return form?.fields.some(([name]) => name === "is_right") ? form : null;
}

function describeAnswer({ fields }: Pick<PageForm, "fields">, temper: Temper): string {
  const units = fields.filter(([name]) => /^n\d+$/.test(name)).map(([, value]) => value);
  if (temper === "declines") return "declined";
  return temper === "partial" ? `accepted in part (${units.join(", ")})` : "accepted";
}

function refuse(sandbox: Sandbox, order: DeskOrder, what: string): ActOutcome {
  addDeed(sandbox, order, what, false);
  return "refused";
}
