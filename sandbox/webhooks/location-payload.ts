/** Places goods ship from. */
import type { Location, ShopState } from "#sandbox/store/types.ts";
import { idNumber, timestamp, type Payload } from "./payload-values.ts";

export function locationPayload(shop: ShopState, location: Location): Payload {
  const { address } = location;
  return {
    id: idNumber(location.id),
    name: location.name,
    address1: address.address1,
    address2: address.address2,
    city: address.city,
    zip: address.zip,
    province: address.province,
    country: address.countryCode,
    phone: address.phone,
    created_at: timestamp(shop, location.createdAt),
    updated_at: timestamp(shop, location.updatedAt),
    country_code: address.countryCode,
    country_name: address.country,
    province_code: address.provinceCode,
    // Locations of fulfillment services are the "legacy" ones.
    legacy: location.fulfillmentServiceId !== null,
    active: location.isActive,
    admin_graphql_api_id: location.id,
  };
}
