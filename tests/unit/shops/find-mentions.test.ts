import { expect, test } from "vitest";
import {
  completeMention,
  findMentions,
  suggestPeople,
} from "#app/shops/people/cases/find-mentions.ts";

const PEOPLE = [
  { id: "1", name: "Noa Whitcomb" },
  { id: "2", name: "Priya Nair" },
  { id: "3", name: "Tomás Ferreira" },
  { id: "4", name: "Priya Nairn" },
  { id: "5", name: "Staff member 100009" },
];

test.each<[string, string, string[]]>([
  ["a whole name", "@Noa Whitcomb please look", ["1"]],
  ["a first name that nobody shares", "thanks @tomás, and (@NOA)!", ["1", "3"]],
  ["not a first name that two share", "@Priya can you?", []],
  ["the longer of two names", "@Priya Nairn knows", ["4"]],
  ["the shorter of two names", "@Priya Nair, please", ["2"]],
  ["a letter composed in another way", "@Toma\u0301s", ["3"]],
  ["somebody known by number", "@Staff member 100009 hello", ["5"]],
  ["not an e-mail address", "write to shop@noa.example", []],
  ["not the beginning of a longer word", "@Noah said so", []],
  ["nobody twice", "@Noa and @Noa Whitcomb", ["1"]],
  ["nobody in an empty note", "", []],
])("finds %s", (_what, text, ids) => {
  expect(findMentions(text, PEOPLE)).toEqual(ids);
});

test("suggests while a name is being typed, and completes it", () => {
  expect(suggestPeople("Hello @Pri", PEOPLE).map(({ id }) => id)).toEqual(["2", "4"]);
  expect(suggestPeople("Hello", PEOPLE)).toEqual([]);
  expect(suggestPeople("shop@Pri", PEOPLE)).toEqual([]);
  expect(completeMention("Hello @Pri", "Priya Nair")).toBe("Hello @Priya Nair ");
  expect(completeMention("@", "A$& B")).toBe("@A$& B ");
});
