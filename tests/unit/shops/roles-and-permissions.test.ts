import fc from "fast-check";
import { expect, test } from "vitest";
import {
  describeRefusal,
  isAllowed,
  PERMISSIONS,
  type Permission,
} from "#app/shops/people/permissions.ts";
import { evaluateRoleChange, firstRole, ROLES, type Member } from "#app/shops/people/roles.ts";

const runs = process.env["PROVE"] ? 20_000 : 500;

const member = (id: string, change: Partial<Member> = {}): Member => ({
  id,
  role: "agent",
  isAccountOwner: false,
  isRemoved: false,
  ...change,
});

test("the first person is the owner, the next is an agent, the account's owner always an owner", () => {
  expect(firstRole([], false)).toBe("owner");
  expect(firstRole([{ role: "owner" }], false)).toBe("agent");
  expect(firstRole([{ role: "owner" }], true)).toBe("owner");
  expect(firstRole([{ role: "manager" }, { role: "agent" }], false)).toBe("owner");
});

const owner = member("1", { role: "owner" });
const account = member("2", { role: "owner", isAccountOwner: true });
const gone = member("3", { isRemoved: true });

test.each<[string, readonly Member[], string, Member["role"] | "removed", string]>([
  ["the only owner becoming a manager", [owner, member("9")], "1", "manager", "last_owner"],
  ["the only owner being removed", [owner, member("9")], "1", "removed", "last_owner"],
  ["an owner beside whom only a removed one is left", [owner, gone], "1", "agent", "last_owner"],
  ["the account's owner becoming an agent", [owner, account], "2", "agent", "account_owner"],
  ["somebody who was removed", [owner, gone], "3", "manager", "no_such_person"],
  ["somebody nobody knows", [owner], "7", "manager", "no_such_person"],
])("refuses %s", (_what, members, staffId, to, code) => {
  expect(evaluateRoleChange(members, { staffId, to })).toEqual({ ok: false, refusal: { code } });
});

test("accepts a second owner, and then the first may go", () => {
  const two = evaluateRoleChange([owner, member("9")], { staffId: "9", to: "owner" });
  if (!two.ok) throw new Error("refused");
  const left = evaluateRoleChange(two.value, { staffId: "1", to: "removed" });
  expect(left).toMatchObject({
    ok: true,
    value: [{ role: "agent", isRemoved: true }, { role: "owner" }],
  });
});

test("whatever changes of roles are asked for, a shop that had an owner has one", () => {
  const ids = ["1", "2", "3", "4"];
  const change = fc.record({
    staffId: fc.constantFrom(...ids, "none"),
    to: fc.constantFrom(...ROLES, "removed" as const),
  });
  const members = fc
    .tuple(
      ...ids.map((id) =>
        fc
          .record({
            role: fc.constantFrom(...ROLES),
            isAccountOwner: fc.boolean(),
            isRemoved: fc.boolean(),
          })
          .map((one) =>
            member(
              id,
              one.isRemoved
                ? { isRemoved: true }
                : {
                    role: one.isAccountOwner ? "owner" : one.role,
                    isAccountOwner: one.isAccountOwner,
                  },
            ),
          ),
      ),
    )
    .filter((all) => all.some(({ role, isRemoved }) => role === "owner" && !isRemoved));
  fc.assert(
    fc.property(members, fc.array(change, { maxLength: 12 }), (start, changes) => {
      let now: readonly Member[] = start;
      for (const asked of changes) {
        const next = evaluateRoleChange(now, asked);
        if (next.ok) now = next.value;
        expect(now.some(({ role, isRemoved }) => role === "owner" && !isRemoved)).toBe(true);
        for (const one of now)
          if (one.isAccountOwner) expect([one.role, one.isRemoved]).toEqual(["owner", false]);
      }
    }),
    { numRuns: runs },
  );
});

test("who may more may never do less", () => {
  for (const permission of PERMISSIONS) {
    const [owners, managers, agents] = ROLES.map((role) => isAllowed(role, permission));
    expect(owners).toBe(true);
    expect(agents && !managers).toBe(false);
  }
});

test.each<[Permission, boolean, boolean]>([
  ["see_orders", true, true],
  ["work_on_orders", true, true],
  ["pause", true, true],
  ["resume", true, false],
  ["approve", true, false],
  ["change_settings", true, false],
  ["change_templates", true, false],
  ["export_orders", true, false],
  ["retry_jobs", true, false],
  ["dismiss_guide", true, false],
  ["answer_privacy", true, false],
  ["change_limits", false, false],
  ["change_roles", false, false],
  ["go_live", false, false],
  ["leave", false, false],
])("%s: manager %s, agent %s", (permission, manager, agent) => {
  expect([isAllowed("manager", permission), isAllowed("agent", permission)]).toEqual([
    manager,
    agent,
  ]);
});

test("a refusal says who may and whom to ask", () => {
  expect(describeRefusal("go_live", ["Noa Whitcomb"])).toEqual({
    code: "not_permitted",
    permission: "go_live",
    sentence:
      "Only owners can switch workflows on or off. Ask Noa Whitcomb to do it or to change your role.",
  });
  expect(describeRefusal("retry_jobs", [null]).sentence).toBe(
    "Only owners and managers can retry stopped tasks. Ask an owner to do it or to change your role.",
  );
});
