import { expect, test } from "vitest";
import { evaluateSupplierForm } from "#app/dropship/suppliers/evaluate-supplier-form.ts";
import { emptySupplierForm, type SupplierForm } from "#app/dropship/suppliers/supplier-form.ts";

const good: SupplierForm = {
  ...emptySupplierForm({ currency: "USD", timeZone: "UTC" }),
  name: "Oak",
  tariffs: [{ region: "*", parcel: "4.50", kilogram: "0" }],
  contacts: [
    {
      contactId: null,
      name: "Li",
      email: "li@oak.example",
      phone: "",
      language: "en",
      getsOrders: true,
      getsReturns: true,
    },
  ],
};

test("a form that is filled in is taken as it means", () => {
  expect(evaluateSupplierForm(good)).toMatchObject({
    ok: true,
    value: { tariffs: [{ region: "*", parcelMinor: 450n }], trialDailyOrders: null, secret: null },
  });
});

test.each<[string, Partial<SupplierForm>]>([
  ["name", { name: " " }],
  ["name", { name: "x".repeat(121) }],
  ["currency", { currency: "XXQ" }],
  ["timeZone", { timeZone: "Mars/Base" }],
  ["workingDays", { workingDays: [] }],
  ["holidays", { holidays: "2026-02-30" }],
  ["holidays", { holidays: "2026-10-05 to 2026-10-01" }],
  ["holidays", { holidays: "2026-01-01 to 2036-01-01" }],
  ["cutOff", { cutOff: "25:00" }],
  ["handlingDays", { handlingDays: "-1" }],
  ["handlingDays", { handlingDays: "1.5" }],
  ["dropFee", { dropFee: "-1" }],
  ["dropFee", { dropFee: "1,234" }],
  ["minimumOrder", { minimumOrder: "" }],
  ["tariffs", { tariffs: [] }],
  ["tariffs.0.region", { tariffs: [{ region: "USA", parcel: "1", kilogram: "" }] }],
  ["tariffs.0.parcel", { tariffs: [{ region: "US", parcel: "", kilogram: "" }] }],
  [
    "tariffs.1.region",
    {
      tariffs: [
        { region: "us", parcel: "1", kilogram: "" },
        { region: "US", parcel: "2", kilogram: "" },
      ],
    },
  ],
  ["services.0.rate", { services: [{ rate: "", service: "DHL" }] }],
  ["contacts", { contacts: [] }],
  ["contacts.0.email", { contacts: [{ ...good.contacts[0]!, email: "li at oak" }] }],
  ["sftpHost", { channel: "sftp", sftpHost: "a b" }],
  ["sftpHostKey", { channel: "sftp", sftpHost: "a.example", sftpHostKey: "MD5:00" }],
  ["scheduleTimes", { schedule: "at_times", scheduleTimes: "noon" }],
  ["credits.late", { credits: { ...good.credits, late: "101" } }],
  ["documents.0.reference", { documents: [{ title: "Contract", reference: "" }] }],
])("says beside %s what is wrong with %j", (field, change) => {
  const evaluated = evaluateSupplierForm({ ...good, ...change });
  expect(evaluated.ok ? [] : Object.keys(evaluated.refusal)).toContain(field);
});

test("a range of days off is every day of it", () => {
  const evaluated = evaluateSupplierForm({
    ...good,
    holidays: "2026-12-31 to 2027-01-02\n2026-05-01",
  });
  expect(evaluated.ok && evaluated.value.holidays).toEqual([
    "2026-05-01",
    "2026-12-31",
    "2027-01-01",
    "2027-01-02",
  ]);
});
