import { expect, test } from "vitest";
import fc from "fast-check";
import {
  assessTrackingNumber,
  normaliseTrackingNumber,
} from "#app/dropship/shipments/tracking-number.ts";

const RUNS = process.env["PROVE"] ? 10_000 : 500;

test.each([
  ["1Z5R89390357567127", null, "UPS"],
  ["1z 5r89-3903 5756 7127", "ups", "UPS"],
  ["9400 1112 0255 5842 3326 69", "U.S. Postal Service", "USPS"],
  ["RB123456785GB", null, "Royal Mail"],
  ["LX123456785CN", "China Post", "China Post"],
  ["986578788855", "FedEx", "FedEx"],
  ["3318810025", "DHL", "DHL Express"],
])("%s of %s is a number of %s", (text, carrier, name) => {
  expect(assessTrackingNumber(text, carrier)).toMatchObject({ verdict: "valid", carrier: name });
});

test.each([
  ["1Z5R89390357567128", null],
  ["9400111202555842332668", null],
  ["9400111202555842332668", "USPS"],
  ["RB123456784GB", null],
  ["RB123456784GB", "Yun Express"],
])("%s of %s has a wrong check digit", (text, carrier) => {
  expect(assessTrackingNumber(text, carrier).verdict).toBe("wrong_check_digit");
});

test.each([
  ["", "empty"],
  ["9.40011E+21", "rounded"],
  ["9,40011E21", "rounded"],
  ["0000000000", "made_up"],
  ["1234567890", "made_up"],
  ["TRACKING", "made_up"],
  ["1Z5R8?", "signs"],
  ["AB1", "length"],
])("“%s” is no tracking number: %s", (text, why) => {
  expect(assessTrackingNumber(text, null)).toMatchObject({ verdict: "wrong_format", why });
});

test("a number of another carrier than the one named is asked about", () => {
  expect(assessTrackingNumber("1Z5R89390357567127", "FedEx")).toMatchObject({
    verdict: "wrong_format",
    why: "other_carrier",
  });
});

test("a carrier that nobody publishes the format of is taken at its word", () => {
  expect(assessTrackingNumber("YT2412345678901234", "YunExpress")).toEqual({
    verdict: "unknown_carrier",
    number: "YT2412345678901234",
    carrier: "YunExpress",
  });
});

test("no text breaks it, and what it keeps fits the column", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), fc.option(fc.string()), (text, carrier) => {
      const { number } = assessTrackingNumber(text, carrier);
      expect(number === null || /^[A-Z0-9]{4,60}$/.test(number)).toBe(true);
      expect(number).toBe(normaliseTrackingNumber(text));
    }),
    { numRuns: RUNS },
  );
});

test.each(["1Z5R89390357567127", "RB123456785GB", "9400111202555842332669"])(
  "any other check digit than that of %s is found",
  (number) => {
    const place = number.search(/\d(?=\D*$)/);
    for (let digit = 0; digit <= 9; digit += 1) {
      const other = number.slice(0, place) + digit + number.slice(place + 1);
      const isValid = assessTrackingNumber(other, null).verdict === "valid";
      expect(isValid).toBe(other === number);
    }
  },
);
