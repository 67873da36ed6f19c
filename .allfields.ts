import { getNamedType, isLeafType, isObjectType, isNonNullType, isCompositeType, isAbstractType } from "graphql";
import { adminSchema } from "#sandbox/graphql/schema.ts";
import { openScene, fillScene } from "./tests/contract/sandbox-scene.ts";
const scene = openScene(); fillScene(scene); const { schema } = adminSchema();
const sel = (t:any, depth:number):string => {
  const out:string[]=["__typename"]; if (isAbstractType(t)) return "__typename";
  for (const f of Object.values(t.getFields()) as any[]) {
    if (f.args.some((a:any)=>isNonNullType(a.type)&&a.defaultValue===undefined)) continue;
    const n=getNamedType(f.type) as any; const page=f.args.some((a:any)=>a.name==="first")&&n.name.endsWith("Connection")?"(first: 2)":"";
    if (isLeafType(n)) out.push(f.name);
    else if (n.name.endsWith("Connection")) { const node=getNamedType(n.getFields().nodes?.type ?? n.getFields().edges.type) as any; out.push(`${f.name}${page} { nodes { ${depth>0&&isObjectType(node)?sel(node,depth-1):"__typename"} } pageInfo { hasNextPage } }`); }
    else if (isCompositeType(n)) { if(depth>0) out.push(`${f.name} { ${sel(n,depth-1)} }`); else out.push(`${f.name} { __typename }`); }
  }
  return out.join(" ");
};
const { shop } = scene; const seen=new Map<string,number>();
const ids=[...shop.orders.keys(),...shop.fulfillmentOrders.keys(),...shop.fulfillments.keys(),...shop.returns.keys(),...shop.reverseFulfillmentOrders.keys(),...shop.reverseDeliveries.keys(),...[...shop.customers.keys()].slice(0,1),...[...shop.products.keys()].slice(0,1),...[...shop.variants.keys()].slice(0,1),...[...shop.inventoryItems.keys()].slice(0,1),...[...shop.locations.keys()].slice(0,1),...shop.bulkOperations.keys(),...shop.webhookSubscriptions.keys(), ...[...shop.inventoryLevels.values()].slice(0,1).map(l=>l.id), ...[...shop.orders.values()].flatMap(o=>[o.lineItems[0]!.id,...o.transactions.slice(0,1).map(t=>t.id)]), ...shop.refunds.keys(), ...shop.storeCreditAccounts.keys()];
console.error=()=>{};
import { perform } from "#sandbox/graphql/perform.ts"; import { parse } from "graphql";
for (const id of ids) { const type=id.split("/")[3]!; const t=schema.getType(type) as any; if(!t) continue;
  for (const f of Object.values(t.getFields()) as any[]) {
    if (f.args.some((a:any)=>isNonNullType(a.type)&&a.defaultValue===undefined)) continue;
    const n=getNamedType(f.type) as any; const page=n.name.endsWith("Connection")?"(first: 2)":"";
    const inner=isLeafType(n)?"":n.name.endsWith("Connection")?`${page} { nodes { ${(()=>{const node=getNamedType(n.getFields().nodes?.type) as any; return isObjectType(node)?sel(node,0):"__typename"})()} } edges { cursor } pageInfo { hasNextPage } }`:isObjectType(n)?`{ ${sel(n,0)} }`:"{ __typename }";
    scene.shop.buckets.clear();
    const r=scene.call(`{ node(id: "${id}") { ... on ${type} { ${f.name} ${inner} } } }`);
    for (const e of r.errors) { if(e.extensions?.code==="ACCESS_DENIED"||e.extensions?.code==="MAX_COST_EXCEEDED") continue; const k=`${type}.${f.name}: ${e.message.replace(/Request ID.*/s,"").slice(0,110)} ${(e.path??[]).slice(1).filter(p=>typeof p==="string").join(".")}`; seen.set(k,(seen.get(k)??0)+1);}
  }}
console.log([...seen.keys()].join("\n")); console.log(seen.size);
