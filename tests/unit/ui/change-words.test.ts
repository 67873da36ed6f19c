import { expect, test } from "vitest";
import { describeArea, describeFields } from "#app/routes/app.settings_.people/change-words.ts";

const NAMES = new Map([["7", "Priya Nair"]]);

test("a change says whose it is and what it was before", () => {
  expect(describeArea("people.role")).toBe("Role");
  expect(
    describeFields({ person: "7", role: "agent" }, { person: "7", role: "removed" }, NAMES),
  ).toEqual(["Person: Priya Nair", "Role: agent → removed"]);
  expect(describeFields({ person: "9" }, { person: "9" }, NAMES)).toEqual([
    "Person: Staff member 9",
  ]);
});

test("what nobody foresaw is shown as it reads", () => {
  expect(describeArea("rails.new_thing")).toBe("Rails new thing");
  expect(
    describeFields(
      { holidays: [] },
      { holidays: ["2026-12-25"], isOn: true, deep: { a: 1 } },
      NAMES,
    ),
  ).toEqual(["Holidays: none → 2026-12-25", "Is on: nothing → yes", 'Deep: nothing → {"a":1}']);
});
