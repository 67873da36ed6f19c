import { createContext, useContext } from "react";
import { formatInstant, type InstantStyle } from "./format-instant.ts";

const ShopZone = createContext("UTC");

/** Everything below shows instants on the shop's clock. */
export const ShopZoneProvider = ShopZone.Provider;

export const useShopZone = () => useContext(ShopZone);

/** An instant in the shop's zone, with the exact UTC instant for machines. */
export function ShopTime({ at, style = "long" }: { at: string; style?: InstantStyle }) {
  return <time dateTime={at}>{formatInstant(at, useShopZone(), style)}</time>;
}
