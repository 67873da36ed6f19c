/** What a jsonb column holds and gives back unchanged. Money inside is a string of digits, never a number. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };
