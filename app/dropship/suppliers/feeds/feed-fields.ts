/** What a column of a price list may mean, and by which headers it is recognised. Pure. */

export const FEED_FIELDS = [
  "sku",
  "supplierSku",
  "cost",
  "stock",
  "stockAsOf",
  "leadTime",
  "minimum",
  "minimumAdvertised",
] as const;

export type FeedField = (typeof FEED_FIELDS)[number];

export const FIELD_WORDS: Readonly<Record<FeedField, string>> = {
  sku: "Your SKU",
  supplierSku: "Supplier's SKU",
  cost: "Cost of one unit",
  stock: "Units in stock",
  stockAsOf: "Stock counted on",
  leadTime: "Lead time, days",
  minimum: "Minimum quantity",
  minimumAdvertised: "Minimum advertised price",
};

// English, German, French, Spanish, Italian, Dutch, Portuguese, Chinese, Japanese; without case, spaces and punctuation.
const HEADERS: Readonly<Record<FeedField, string>> = {
  sku: "sku yoursku shopsku merchantsku customersku retailersku shopifysku variantsku skucode 商品sku 商家编码 客户sku ihresku kundenartikelnummer votresku tusku susku suasku vossareferência suareferência 御社品番 貴社品番 御社商品コード",
  supplierSku:
    "suppliersku vendorsku itemno itemnumber itemcode item itemid partno partnumber partcode productcode productno productid code ref reference articleno articlenumber artikelnummer artikelnr artnr artikel bestellnummer référence réf codearticle código codigo referencia codice codicearticolo artikelcode 货号 商品编号 商品编码 编号 编码 型号 品番 商品コード 商品番号 型番",
  cost: "cost unitcost price unitprice netprice costprice wholesale wholesaleprice dealerprice tradeprice yourprice buyprice purchaseprice preis einzelpreis nettopreis ekpreis ek einkaufspreis stückpreis prix prixunitaire prixht prixachat coût precio preciounitario preciocosto coste costo prezzo prijs inkoopprijs 价格 单价 成本 成本价 批发价 进价 供货价 単価 価格 仕入価格 仕入値 卸価格 原価 preço preçounitário",
  stock:
    "stock qty quantity onhand available availableqty availablequantity availability inventory inventoryqty instock stockqty stocklevel stockquantity qtyavailable qtyonhand freestock bestand lagerbestand menge verfügbar lager stockdisponible quantité quantite disponible existencias cantidad inventario giacenza quantità quantita voorraad aantal 库存 库存数量 可用库存 数量 现货 在庫 在庫数 数 estoque quantidade",
  stockAsOf:
    "stockdate asof stockasof countedon lastupdated updated updatedat updateddate date lastupdate datum bestandsdatum stand date maj datemaj fecha data 日期 更新日期 更新时间 日付 更新日 在庫日 库存日期",
  leadTime:
    "leadtime leadtimedays leaddays leadtimeindays daystoship shipsin handlingdays processingtime deliverydays lieferzeit lieferzeittage délai delai délailivraison plazo plazoentrega diasentrega tempoconsegna levertijd 交期 交货期 发货时间 发货天数 货期 納期 リードタイム",
  minimum:
    "moq minqty minimumqty minquantity minimumquantity minimum minorder minimumorder minorderqty minimumorderquantity mindestmenge mindestbestellmenge quantitéminimum qtemin cantidadminima pedidominimo quantitàminima minimaleafname 起订量 最小起订量 起批量 最小発注数 最低数量 最小注文数",
  minimumAdvertised:
    "map mapprice minimumadvertisedprice minadvertisedprice minimumprice minimumretailprice 最低零售价 最低售价 控价 最低広告価格",
};

const KNOWN: ReadonlyMap<string, FeedField> = new Map(
  FEED_FIELDS.flatMap((field) =>
    HEADERS[field].split(" ").map((header) => [header, field] as const),
  ),
);

/** The field a header means; null when we do not know it. Currencies and units behind it do not matter. */
export function nameField(header: string): FeedField | null {
  const plain = normaliseHeader(header.replace(/[([（].*$/, ""));
  return (
    KNOWN.get(plain) ??
    KNOWN.get(plain.replace(/(usd|eur|gbp|cny|rmb|jpy|netto|net|pcs|units?)$/, "")) ??
    null
  );
}

/** Without case, spaces and punctuation: how headers are compared and remembered. */
export const normaliseHeader = (header: string): string =>
  header
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
