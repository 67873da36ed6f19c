import { useEffect, useMemo, useState } from "react";
import type { RuleBody } from "#app/dropship/routing/rules/rule-body.ts";
import { toRuleForm, type RuleForm } from "#app/dropship/routing/rules/rule-form.ts";
import { useJsonForm } from "#app/ui/use-json-form.ts";

export type RuleFormState = ReturnType<typeof useRuleForm>;

/** The draft as it is typed. What was saved takes its place when it changes on the server. */
export function useRuleForm(saved: RuleBody, currency: string) {
  const stored = JSON.stringify(saved);
  const start = useMemo(
    () => toRuleForm(JSON.parse(stored) as RuleBody, currency), // its own JSON
    [stored, currency],
  );
  const [form, setForm] = useState<RuleForm>(start);
  useEffect(() => setForm(start), [start]);
  const sending = useJsonForm("/app/rules/routing");
  return {
    form,
    change: (more: Partial<RuleForm>) => setForm({ ...form, ...more }),
    isDirty: JSON.stringify(form) !== JSON.stringify(start),
    isSaving: sending.isSaving,
    refusal: sending.refusal,
    save: () => sending.send({ intent: "save", rule: form }),
    discard: () => setForm(start),
  };
}
