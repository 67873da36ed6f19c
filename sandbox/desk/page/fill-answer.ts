/** Fills the answer form of a purchase order as a supplier of a temper means it. Pure. */
import { raiseCost, splitUnits } from "#sandbox/desk/plan-deeds.ts";
import type { DeskLine, Temper } from "#sandbox/desk/desk-types.ts";
import type { PageForm } from "./read-forms.ts";

const REASON = "out_of_stock";

/** `l9` is the tick of line 9, `n9` its units, `r9` the reason, `c9` the price; lines stand in the order of the paper. */
export function fillAnswer(
  form: Pick<PageForm, "action" | "fields" | "controls">,
  temper: Temper,
  lines: readonly DeskLine[],
): Pick<PageForm, "action" | "fields"> {
  const ids = form.controls.flatMap(({ name }) => /^l(\d+)$/.exec(name)?.[1] ?? []);
  const onPage = ids.map((id, index) => ({
    id,
    lineId: "",
    sku: "",
    title: "",
    units: Number(valueOf(form, `n${id}`)) || 0,
    unitCost: lines.length === ids.length ? (lines[index]?.unitCost ?? null) : null,
  }));
  const taken = splitUnits(temper, onPage);
  const changes = new Map<string, string | null>();
  onPage.forEach(({ id, units, unitCost }, index) => {
    const sent = taken[index] ?? units;
    changes.set(`l${id}`, sent > 0 ? "1" : null);
    if (sent > 0) changes.set(`n${id}`, String(sent));
    if (sent < units) changes.set(`r${id}`, REASON);
    if (temper === "changes_cost" && unitCost) changes.set(`c${id}`, raise(unitCost));
  });
  return { action: form.action, fields: change(form.fields, changes) };
}

/** `null` unticks. */
function change(
  fields: PageForm["fields"],
  changes: ReadonlyMap<string, string | null>,
): PageForm["fields"] {
  const kept = fields.filter(([name]) => !changes.has(name));
  const set = [...changes].flatMap(([name, value]): PageForm["fields"] =>
    value === null ? [] : [[name, value]],
  );
  return [...kept, ...set];
}

const valueOf = ({ fields }: Pick<PageForm, "fields">, name: string) =>
  fields.find(([field]) => field === name)?.[1] ?? "";

/** `8.00` is `9.00`: as many decimals as were given. */
function raise(cost: string): string {
  const decimals = cost.split(".")[1]?.length ?? 0;
  const minor = Math.round(Number(cost) * 10 ** decimals);
  return (raiseCost(minor) / 10 ** decimals).toFixed(decimals);
}
