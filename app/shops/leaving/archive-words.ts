/** The page that lies on top of the archive. Pure. */

export function writeReadme(shop: { readonly name: string; readonly domain: string }, at: Date) {
  return `Everything Aftercare knew of ${shop.name} (${shop.domain}), as of ${at.toISOString()}.

orders.csv         Your orders as the list in Aftercare shows them. Opens in any spreadsheet.
everything.jsonl   Every row of every table, one JSON value a line: first what it is, last how much it was. Large stores
                   have everything-002.jsonl and so on beside it; together they are one file.
evidence           is in it, too: the tables whose names begin with ledger_ are the history of each order.
verify.mjs         Checks that history with nothing of ours: install Node 18 or newer and run "node verify.mjs" here.
public-key.pem     The key that the daily signatures are checked with. public-key.id is its name.

Holds: a hold that Aftercare placed on a fulfillment order carries a note that says how to lift it. In Shopify, open the
order, choose the three dots beside the items on hold, then "Release hold".

This archive holds names and addresses of your customers. Keep it as you keep those.
`;
}
