/** The only source of "now". Pure code takes the instant; I/O code takes the clock from its dependencies. */
export type Clock = { readonly now: () => Date };

export const systemClock: Clock = { now: () => new Date() };
