import { expect, test } from "vitest";
import { toPrintable } from "#app/dropship/purchase-orders/documents/printable.ts";
import { romaniseHangul } from "#app/dropship/purchase-orders/documents/romanise-hangul.ts";
import { splitByFont } from "#app/dropship/purchase-orders/documents/split-by-font.ts";

const ascii = (codePoint: number) => codePoint < 128;
const chinese = (codePoint: number) => codePoint >= 0x4e00 && codePoint <= 0x9fff;
const polish = (codePoint: number) => codePoint < 0x180;

test.each([
  ["Łukasz Żółć", "Lukasz Zolc"],
  ["Ayşe Yıldız", "Ayse Yildiz"],
  ["Nguyễn Thị Đặng", "Nguyen Thi Dang"],
  ["서울특별시 종로구", "Seoulteukbyeolsi Jongrogu"],
  ["김Kim", "GimKim"],
  ["ﬁne ①", "fine 1"],
  ["สมชาย ใจดี", "[?] [?]"],
  ["for Ana 🎁🎁!", "for Ana [?]!"],
  // A letter with a mark that no letter of its own exists of.
  ["m\u0303a", "ma"],
])("writes %s as %s where a font has nothing but ASCII", (text, printed) => {
  expect(toPrintable(text, ascii)).toEqual({ text: printed, isExact: false });
});

test.each([
  ["1\u202f000\u00a0EUR\tok\nnext", "1 000 EUR ok\nnext"],
  ["family 1\u200d2\ufe0f", "family 12"],
  ["plain", "plain"],
])("spaces, and what has no look of its own, are no loss: %j", (text, printed) => {
  expect(toPrintable(text, ascii)).toEqual({ text: printed, isExact: true });
});

test("knows the first and the last Korean syllable, and no other letter", () => {
  expect([romaniseHangul("가", true), romaniseHangul("힣", false)]).toEqual(["Ga", "hit"]);
  expect([romaniseHangul("\uabff", true), romaniseHangul("\ud7a4", true)]).toEqual([null, null]);
});

test.each<[string, { font: number; text: string }[]]>([
  ["", []],
  ["王小明", [{ font: 0, text: "王小明" }]],
  ["Łódź 4", [{ font: 1, text: "Łódź 4" }]],
  [
    "王小明 Łukasz 王",
    [
      { font: 0, text: "王小明 " },
      { font: 1, text: "Łukasz " },
      { font: 0, text: "王" },
    ],
  ],
  // What no font has stays where it is.
  ["Łó𝄞ź", [{ font: 1, text: "Łó𝄞ź" }]],
])("gives the parts of %j to the fonts that have them", (text, runs) => {
  expect(splitByFont(text, [chinese, polish])).toEqual(runs);
});
