import { expect, test } from "vitest";
import { inspectJson } from "#app/platform/inspect-json.ts";

const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

test.each<[string, string, ReturnType<typeof inspectJson>]>([
  ["a key once in each of two objects", '[{"id":1},{"id":2}]', null],
  ["a key again in an inner object", '{"id":1,"customer":{"id":2}}', null],
  ["a key again after an inner object", '{"id":1,"customer":{"a":2},"id":3}', "duplicate_key"],
  ["a key twice, once escaped", '{"id":1,"\\u0069d":2}', "duplicate_key"],
  ["a key twice with white space before the colon", '{"id" :1,"id"\n:2}', "duplicate_key"],
  ["a value that looks like a key", '{"a":"id","b":"id"}', null],
  ["a text with an escaped quote and a colon", '{"a":"\\":","b":"\\":"}', null],
  ["brackets inside a text", '{"a":"[[[[{{{{"}', null],
  ["a key of the prototype", '{"__proto__":1,"constructor":2}', null],
  ["64 levels", nested(64), null],
  ["65 levels", nested(65), "too_deep"],
  ["a million levels, never closed", "[".repeat(1_000_000), "too_deep"],
  ["a text that never closes", '{"id":"', null],
  ["what is no JSON", "}}]]<html>", null],
  ["nothing", "", null],
])("%s", (_what, text, expected) => {
  expect(inspectJson(text)).toBe(expected);
});
