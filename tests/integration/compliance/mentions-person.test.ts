import { expect, test } from "vitest";
import {
  mentionsPerson,
  unmistakableWordsOf,
  wordsOf,
} from "#app/shops/compliance/mentions-person.ts";

const person = {
  customerGid: "gid://shopify/Customer/7412589630147",
  email: "zofia@example.com",
  phone: "+48555019284",
  orderGids: [],
};
const target = {
  person,
  orderGids: ["gid://shopify/Order/55"],
  words: [...wordsOf(person), "wiśniewska"],
};

test.each<[string, string, boolean]>([
  ["the e-mail in capitals", '{"email":"ZOFIA@Example.com"}', true],
  ["a name with escaped letters", '{"name":"Wi\\u015bniewska"}', true],
  ["the customer's id as a number", '{"customer":{"id":7412589630147}}', true],
  ["the order's id as a whole number", '{"order_id":55}', true],
  ["the order's id within a longer number", '{"order_id":155}', false],
  ["somebody else", '{"email":"sofia@example.com"}', false],
  ["what is no JSON", "call +48555019284 now", true],
])("%s", (_what, text, expected) => {
  expect(mentionsPerson(text, target)).toBe(expected);
});

test("a telephone may be shared, an e-mail is somebody's own", () => {
  expect(unmistakableWordsOf(person)).toEqual([
    "gid://shopify/customer/7412589630147",
    "zofia@example.com",
    "7412589630147",
  ]);
});

test("a short id is no word: it stands in too many other numbers", () => {
  expect(wordsOf({ ...person, customerGid: "gid://shopify/Customer/12" })).not.toContain("12");
});
