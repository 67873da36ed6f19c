/** The words of documents and mails to suppliers, in each of their languages. Pure. */
import type { SupplierLanguage } from "#app/dropship/suppliers/supplier.ts";

export type DocumentWords = {
  readonly title: string;
  readonly revision: (revision: number) => string;
  /** on a later revision */
  readonly replaces: (number: string) => string;
  /** on what was sent again by hand */
  readonly copy: string;
  /** on what the shop looks at before it leaves */
  readonly notSent: string;
  /** on what was taken back */
  readonly revoked: string;
  readonly orderedBy: string;
  readonly shopOrder: string;
  readonly issuedOn: string;
  readonly answerBy: string;
  readonly shipTo: string;
  readonly phone: string;
  readonly service: string;
  readonly item: string;
  readonly units: string;
  readonly unitCost: string;
  readonly amount: string;
  readonly yourSku: string;
  readonly sku: string;
  readonly picture: string;
  readonly note: string;
  readonly customs: string;
  readonly hsCode: string;
  readonly origin: string;
  readonly value: string;
  readonly goods: string;
  readonly dropFee: string;
  readonly shipping: string;
  readonly total: string;
  readonly packingNote: (shop: string) => string;
  readonly noPrices: string;
  /** when a name has letters that the font does not */
  readonly notExact: string;
  readonly page: (page: number, pages: number) => string;
  readonly mail: Readonly<
    Record<
      "order" | "revised" | "copy" | "revoked" | "nudge" | "address",
      {
        readonly subject: (number: string, shop: string) => string;
        readonly body: (number: string, shop: string) => string;
      }
    >
  >;
  readonly greeting: (name: string) => string;
  readonly openLink: string;
  readonly linkIsYours: string;
  readonly reason: string;
  readonly newAddress: string;
};

const EN: DocumentWords = {
  title: "Purchase order",
  revision: (revision) => `Revision ${revision}`,
  replaces: (number) =>
    `This revision replaces every earlier one of ${number}. The earlier ones are void.`,
  copy: "COPY of an order you already have. Do not ship it twice.",
  notSent: "PREVIEW: not sent yet.",
  revoked: "REVOKED. Do not ship this order.",
  orderedBy: "Ordered by",
  shopOrder: "Shop order",
  issuedOn: "Issued on",
  answerBy: "Please confirm by",
  shipTo: "Ship to",
  phone: "Phone",
  service: "Shipping service",
  item: "Item",
  units: "Units",
  unitCost: "Unit cost",
  amount: "Amount",
  yourSku: "Your SKU",
  sku: "SKU",
  picture: "Picture",
  note: "Note",
  customs: "For customs",
  hsCode: "HS code",
  origin: "Origin",
  value: "Value per unit",
  goods: "Goods",
  dropFee: "Drop fee",
  shipping: "Shipping",
  total: "Expected total",
  packingNote: (shop) => `Packing note of ${shop}: please put this into the parcel`,
  noPrices: "Put no prices and no name of your own into the parcel.",
  notExact:
    "Some letters could not be printed as they are written. The exact spelling is in the table and behind the link.",
  page: (page, pages) => `Page ${page} of ${pages}`,
  mail: {
    order: {
      subject: (number, shop) => `Purchase order ${number} · ${shop}`,
      body: (number, shop) => `${shop} orders from you: purchase order ${number}.`,
    },
    revised: {
      subject: (number, shop) => `Changed: purchase order ${number} · ${shop}`,
      body: (number) => `Purchase order ${number} has changed. The earlier version is void.`,
    },
    copy: {
      subject: (number, shop) => `Copy: purchase order ${number} · ${shop}`,
      body: (number) =>
        `Here is purchase order ${number} once more. If you have it already, do not ship it twice.`,
    },
    revoked: {
      subject: (number, shop) => `Revoked: purchase order ${number} · ${shop}`,
      body: (number) => `Purchase order ${number} is revoked. Please do not ship it.`,
    },
    nudge: {
      subject: (number, shop) => `Please answer: purchase order ${number} · ${shop}`,
      body: (number, shop) => `${shop} waits for your word on purchase order ${number}.`,
    },
    address: {
      subject: (number, shop) => `New address: purchase order ${number} · ${shop}`,
      body: (number) =>
        `The address of purchase order ${number} was corrected after you accepted it. Can you still ship it there? Please answer this mail or use the link.`,
    },
  },
  greeting: (name) => `Hello ${name},`,
  openLink: "Open your orders:",
  linkIsYours: "This link is yours alone. Do not pass it on.",
  reason: "Reason:",
  newAddress: "The new address:",
};

const ZH: DocumentWords = {
  title: "采购订单",
  revision: (revision) => `第 ${revision} 版`,
  replaces: (number) => `本版本取代 ${number} 的所有旧版本，旧版本作废。`,
  copy: "副本：您已收到过此订单，请勿重复发货。",
  notSent: "预览：尚未发送。",
  revoked: "已撤销：请勿发货。",
  orderedBy: "订货方",
  shopOrder: "店铺订单",
  issuedOn: "下单日期",
  answerBy: "请在此之前确认",
  shipTo: "收货人",
  phone: "电话",
  service: "运输服务",
  item: "商品",
  units: "数量",
  unitCost: "单价",
  amount: "金额",
  yourSku: "贵方货号",
  sku: "货号",
  picture: "图片",
  note: "备注",
  customs: "报关信息",
  hsCode: "海关编码",
  origin: "原产地",
  value: "单件申报价值",
  goods: "货款",
  dropFee: "代发费",
  shipping: "运费",
  total: "预计总额",
  packingNote: (shop) => `${shop} 的装箱单：请放入包裹`,
  noPrices: "包裹内请勿放入价格单或贵方名称。",
  notExact: "部分字符无法原样打印，准确写法请见表格或链接。",
  page: (page, pages) => `第 ${page} 页，共 ${pages} 页`,
  mail: {
    order: {
      subject: (number, shop) => `采购订单 ${number} · ${shop}`,
      body: (number, shop) => `${shop} 向您下单：采购订单 ${number}。`,
    },
    revised: {
      subject: (number, shop) => `已更改：采购订单 ${number} · ${shop}`,
      body: (number) => `采购订单 ${number} 已更改，旧版本作废。`,
    },
    copy: {
      subject: (number, shop) => `副本：采购订单 ${number} · ${shop}`,
      body: (number) => `再次发送采购订单 ${number}。如果您已收到，请勿重复发货。`,
    },
    revoked: {
      subject: (number, shop) => `已撤销：采购订单 ${number} · ${shop}`,
      body: (number) => `采购订单 ${number} 已撤销，请勿发货。`,
    },
    nudge: {
      subject: (number, shop) => `请回复：采购订单 ${number} · ${shop}`,
      body: (number, shop) => `${shop} 正在等待您对采购订单 ${number} 的回复。`,
    },
    address: {
      subject: (number, shop) => `新地址：采购订单 ${number} · ${shop}`,
      body: (number) =>
        `采购订单 ${number} 的收货地址在您接单后有更正。您还能发往新地址吗？请回复此邮件或使用链接。`,
    },
  },
  greeting: (name) => `${name}，您好：`,
  openLink: "打开您的订单：",
  linkIsYours: "此链接仅供您本人使用，请勿转发。",
  reason: "原因：",
  newAddress: "新地址：",
};

const ES: DocumentWords = {
  title: "Orden de compra",
  revision: (revision) => `Revisión ${revision}`,
  replaces: (number) =>
    `Esta revisión sustituye a todas las anteriores de ${number}, que quedan anuladas.`,
  copy: "COPIA de un pedido que ya tiene. No lo envíe dos veces.",
  notSent: "VISTA PREVIA: aún no se ha enviado.",
  revoked: "ANULADA. No envíe este pedido.",
  orderedBy: "Pedido de",
  shopOrder: "Pedido de la tienda",
  issuedOn: "Fecha",
  answerBy: "Confirme antes de",
  shipTo: "Enviar a",
  phone: "Teléfono",
  service: "Servicio de envío",
  item: "Artículo",
  units: "Unidades",
  unitCost: "Coste unitario",
  amount: "Importe",
  yourSku: "Su referencia",
  sku: "Referencia",
  picture: "Imagen",
  note: "Nota",
  customs: "Para la aduana",
  hsCode: "Código SA",
  origin: "Origen",
  value: "Valor por unidad",
  goods: "Mercancía",
  dropFee: "Tarifa por pedido",
  shipping: "Envío",
  total: "Total previsto",
  packingNote: (shop) => `Nota de ${shop}: inclúyala en el paquete`,
  noPrices: "No incluya precios ni su propio nombre en el paquete.",
  notExact:
    "Algunas letras no se han podido imprimir tal como se escriben. La grafía exacta está en la tabla y en el enlace.",
  page: (page, pages) => `Página ${page} de ${pages}`,
  mail: {
    order: {
      subject: (number, shop) => `Orden de compra ${number} · ${shop}`,
      body: (number, shop) => `${shop} le hace un pedido: orden de compra ${number}.`,
    },
    revised: {
      subject: (number, shop) => `Cambio: orden de compra ${number} · ${shop}`,
      body: (number) =>
        `La orden de compra ${number} ha cambiado. La versión anterior queda anulada.`,
    },
    copy: {
      subject: (number, shop) => `Copia: orden de compra ${number} · ${shop}`,
      body: (number) =>
        `Le enviamos otra vez la orden de compra ${number}. Si ya la tiene, no la envíe dos veces.`,
    },
    revoked: {
      subject: (number, shop) => `Anulada: orden de compra ${number} · ${shop}`,
      body: (number) => `La orden de compra ${number} queda anulada. Por favor, no la envíe.`,
    },
    nudge: {
      subject: (number, shop) => `Por favor, responda: orden de compra ${number} · ${shop}`,
      body: (number, shop) => `${shop} espera su respuesta a la orden de compra ${number}.`,
    },
    address: {
      subject: (number, shop) => `Nueva dirección: orden de compra ${number} · ${shop}`,
      body: (number) =>
        `La dirección de la orden de compra ${number} se corrigió después de que usted la aceptara. ¿Puede enviarla allí todavía? Responda a este correo o use el enlace.`,
    },
  },
  greeting: (name) => `Hola, ${name}:`,
  openLink: "Abra sus pedidos:",
  linkIsYours: "Este enlace es solo para usted. No lo comparta.",
  reason: "Motivo:",
  newAddress: "La nueva dirección:",
};

export const DOCUMENT_WORDS: Readonly<Record<SupplierLanguage, DocumentWords>> = {
  en: EN,
  "zh-Hans": ZH,
  es: ES,
};
