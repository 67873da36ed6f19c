/** Which servers of suppliers may be reached: the open internet, and the pairs that whoever runs the app has listed. */
import {
  createOutgoing,
  evaluateAddress,
  PUBLIC_INTERNET,
  type Outgoing,
  type OutgoingAddress,
  type OutgoingRefusal,
  type OutgoingRules,
} from "./outgoing.server.ts";
import { accept, refuse, type Result } from "./result.ts";

type Resolve = OutgoingRules["resolve"];

export const createSupplierOutgoing = (listedHosts: readonly string[]): Outgoing =>
  createOutgoing({ ...PUBLIC_INTERNET, listedHosts });

/** For the form in which the address is entered. */
export const evaluateSupplierUrl = (
  text: string,
  listedHosts: readonly string[],
): Result<URL, OutgoingRefusal> => evaluateAddress(text, { ...PUBLIC_INTERNET, listedHosts });

/**
 * The address to connect to for a server that is no web server. It is connected to as a number, so that a later answer of the
 * name servers changes nothing. Throws when the name has no address.
 */
export async function resolveSupplierHost(
  { host, port }: { readonly host: string; readonly port: number },
  listedHosts: readonly string[],
  resolve: Resolve = PUBLIC_INTERNET.resolve,
): Promise<Result<OutgoingAddress, OutgoingRefusal>> {
  const found = await resolve(host);
  const [first] = found;
  const isListed = listedHosts.includes(`${host}:${port}`);
  // One private address among public ones is enough: which of them is dialled is chance.
  const isOpen = found.every(({ address }) => PUBLIC_INTERNET.mayReach(address));
  return first && (isListed || isOpen) ? accept(first) : refuse({ code: "address_not_public" });
}
