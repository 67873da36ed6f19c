/** The places the seeded shop ships from: its own warehouse, a pop-up shop, and three suppliers' own doors. */
import { createLocation } from "#sandbox/domain/catalogue.ts";
import type { Location } from "#sandbox/store/types.ts";
import type { SupplierCode } from "./catalogue/catalogue-types.ts";
import type { Stage } from "./stage.ts";

export type ShopPlaces = {
  main: Location;
  popUp: Location;
  /** Suppliers that ship from their own place; the others' goods lie in the main warehouse. */
  bySupplier: Partial<Record<SupplierCode, Location>>;
};

export function openPlaces({ world, shop }: Stage): ShopPlaces {
  const main = createLocation(world, shop, {
    name: "Harbor & Pine Warehouse",
    address: {
      address1: "40 Commercial Street",
      city: "Portland",
      province: "Maine",
      provinceCode: "ME",
      zip: "04101",
      country: "United States",
      countryCode: "US",
      phone: "+1 207-555-0100",
    },
  });
  const popUp = createLocation(world, shop, {
    name: "Boston Pop-up",
    fulfillsOnlineOrders: false,
    address: {
      address1: "12 Newbury Street",
      city: "Boston",
      province: "Massachusetts",
      provinceCode: "MA",
      zip: "02116",
      country: "United States",
      countryCode: "US",
    },
  });
  const cove = createLocation(world, shop, {
    name: "Cove Cerâmica, Caldas da Rainha",
    address: {
      address1: "Rua Rafael Bordalo Pinheiro 53",
      city: "Caldas da Rainha",
      zip: "2500-246",
      country: "Portugal",
      countryCode: "PT",
    },
  });
  const nishijin = createLocation(world, shop, {
    name: "西陣織工房 京都",
    address: {
      address1: "堀川通今出川南入",
      city: "京都市上京区",
      province: "Kyōto",
      provinceCode: "JP-26",
      zip: "602-8216",
      country: "Japan",
      countryCode: "JP",
    },
  });
  const brightway = createLocation(world, shop, {
    name: "Brightway 东莞仓",
    address: {
      address1: "长安镇振安路 118 号",
      city: "东莞市",
      province: "Guangdong",
      provinceCode: "GD",
      zip: "523850",
      country: "China",
      countryCode: "CN",
    },
  });
  return { main, popUp, bySupplier: { cove, nishijin, brightway } };
}
