/** Whether an IP address belongs to the open internet: what addresses of other people's choosing may lead to. */
import { BlockList, isIPv4, isIPv6 } from "node:net";

// Everything that is not globally reachable. Source: IANA special-purpose address registries, IPv4 and IPv6.
const PRIVATE_IPV4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const;

// Below 2000::/3, which is all of the open IPv6: Teredo, documentation, and 6to4, which carries IPv4 addresses inside.
const PRIVATE_IPV6 = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const;

/** False for private, loopback, link-local, reserved and translated addresses, and for what is no address. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !listOf("ipv4", PRIVATE_IPV4).check(address, "ipv4");
  // A zone ("fe80::1%eth0") names a neighbour.
  if (!isIPv6(address) || address.includes("%")) return false;
  if (!listOf("ipv6", [["2000::", 3]]).check(address, "ipv6")) return false;
  return !listOf("ipv6", PRIVATE_IPV6).check(address, "ipv6");
}

function listOf(family: "ipv4" | "ipv6", subnets: readonly (readonly [string, number])[]) {
  const list = new BlockList();
  for (const [network, bits] of subnets) list.addSubnet(network, bits, family);
  return list;
}
