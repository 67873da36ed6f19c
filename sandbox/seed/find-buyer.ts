/** Who places the next order: somebody who bought before, or somebody new. */
import { createCustomer } from "#sandbox/domain/customers.ts";
import { atInstant, toInstant } from "#sandbox/store/clock.ts";
import { COUNTRIES } from "./countries/list-countries.ts";
import { inventPerson, type Person } from "./invent-person.ts";
import type { Buyer } from "./place-order.ts";
import { HOUR_MS, type Stage } from "./stage.ts";

/** Three in ten orders come from somebody who bought before; new buyers join `buyers`. */
export function findBuyer(stage: Stage, buyers: Buyer[], atMs: number): Buyer {
  const { random } = stage;
  if (buyers.length > 20 && random.chance(0.3)) return random.pick(buyers);
  const country = random.weighted(COUNTRIES.map((profile) => [profile, profile.weight] as const));
  const person = inventPerson(random, country, stage.shop.customers.size + 1);
  const buyer = { person, customer: enrol(stage, person, atMs - random.integer(0, 3) * HOUR_MS) };
  buyers.push(buyer);
  return buyer;
}

function enrol({ world, shop, random }: Stage, person: Person, atMs: number) {
  return atInstant(world, toInstant(atMs), () =>
    createCustomer(world, shop, {
      firstName: person.firstName,
      lastName: person.lastName,
      email: person.email,
      phone: person.phone,
      locale: person.country.locale,
      addresses: [person.address],
      verifiedEmail: person.email !== null,
      state: random.chance(0.3) ? "ENABLED" : "DISABLED",
      emailMarketingState: person.email && random.chance(0.4) ? "SUBSCRIBED" : "NOT_SUBSCRIBED",
    }),
  );
}
