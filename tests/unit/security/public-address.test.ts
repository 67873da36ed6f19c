import { expect, test } from "vitest";
import { evaluateAddress, PUBLIC_INTERNET } from "#app/platform/outgoing.server.ts";
import { isPublicAddress } from "#app/platform/public-address.server.ts";

test.each([
  ["8.8.8.8", true],
  ["1.1.1.1", true],
  ["172.15.255.255", true],
  ["172.32.0.0", true],
  ["100.63.255.255", true],
  ["2606:4700:4700::1111", true],
  ["0.0.0.0", false],
  ["10.0.0.1", false],
  ["100.64.0.1", false],
  ["127.0.0.1", false],
  ["127.255.255.254", false],
  ["169.254.169.254", false],
  ["172.16.0.1", false],
  ["172.31.255.255", false],
  ["192.168.1.1", false],
  ["198.18.0.1", false],
  ["203.0.113.5", false],
  ["224.0.0.1", false],
  ["255.255.255.255", false],
  ["::", false],
  ["::1", false],
  ["::ffff:127.0.0.1", false],
  ["::ffff:8.8.8.8", false],
  ["64:ff9b::7f00:1", false],
  ["fc00::1", false],
  ["fe80::1", false],
  ["fe80::1%eth0", false],
  ["ff02::1", false],
  ["2001::1", false],
  ["2001:db8::1", false],
  ["2002:7f00:1::", false],
  ["localhost", false],
  ["", false],
])("%s is on the open internet: %s", (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});

const codeOf = (url: string) => {
  const judged = evaluateAddress(url, PUBLIC_INTERNET);
  return judged.ok ? "accepted" : judged.refusal.code;
};

test.each([
  ["https://supplier.example.com/orders?x=1", "accepted"],
  ["https://supplier.example.com:443/", "accepted"],
  ["https://8.8.8.8/", "accepted"],
  ["http://supplier.example.com/", "address_not_https"],
  ["file:///etc/passwd", "address_not_https"],
  ["gopher://example.com/", "address_not_https"],
  ["javascript:alert(1)", "address_not_https"],
  ["https://supplier.example.com:22/", "address_port"],
  ["https://supplier.example.com:8443/", "address_port"],
  ["https://user:secret@example.com/", "address_has_credentials"],
  ["https://user@example.com/", "address_has_credentials"],
  ["https://127.0.0.1/", "address_not_public"],
  ["https://2130706433/", "address_not_public"],
  ["https://0x7f.1/", "address_not_public"],
  ["https://0177.0.0.1/", "address_not_public"],
  ["https://127.1/", "address_not_public"],
  ["https://１２７.0.0.1/", "address_not_public"],
  ["https://[::1]/", "address_not_public"],
  ["https://[::ffff:a9fe:a9fe]/", "address_not_public"],
  ["https://169.254.169.254/latest/meta-data/", "address_not_public"],
  ["supplier.example.com", "address_malformed"],
  ["https://", "address_malformed"],
  ["", "address_malformed"],
  [`https://example.com/${"x".repeat(3_000)}`, "address_malformed"],
])("judges %s: %s", (url, code) => {
  expect(codeOf(url)).toBe(code);
});
