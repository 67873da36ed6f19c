/** The product's own texts in Japanese. */
import {
  FOLLOW,
  ORDER_LINES,
  PARCEL_LINES,
  text,
  TRACKING,
  type TemplateTexts,
} from "./template-text.ts";

export const JA: TemplateTexts = {
  order_confirmed: text(
    "ご注文 {{ order.name }} を承りました",
    `ありがとうございます。{{ order.placed_on }} のご注文 {{ order.name }} を承りました。

${ORDER_LINES}

合計: {{ order.total }}

お荷物に動きがありましたら、お知らせいたします。`,
  ),
  order_cancelled: text(
    "ご注文 {{ order.name }} はキャンセルされました",
    `ご注文 {{ order.name }} はキャンセルされ、発送されません。

${ORDER_LINES}

お支払い済みの場合は、同じお支払い方法へ返金されます。お心当たりがない場合は、このメールにご返信ください。`,
  ),
  label_created: text(
    "ご注文 {{ order.name }} のお荷物番号が発行されました",
    `お荷物番号は発行されましたが、配送会社はまだ荷物を引き取っていません。動きがありましたら、お知らせいたします。

${TRACKING("お荷物番号")}

内容:

${PARCEL_LINES}`,
  ),
  shipped: text(
    "配送会社がお荷物をお預かりしました ({{ order.name }})",
    `配送会社がお荷物を受け付け、お届けに向かっています。

${TRACKING("お荷物番号")}

${FOLLOW("配送状況を見る")}

{% if parcel.estimated_on %}配送会社のお届け予定日は {{ parcel.estimated_on }} です。{% endif %}

内容:

${PARCEL_LINES}`,
  ),
  out_for_delivery: text(
    "お荷物の配達が始まりました ({{ order.name }})",
    `配送会社がお荷物の配達に向かっています。

${TRACKING("お荷物番号")}

${FOLLOW("配送状況を見る")}`,
  ),
  delivered: text(
    "お荷物が配達されました ({{ order.name }})",
    `配送会社から、お荷物を{% if parcel.delivered_on %} {{ parcel.delivered_on }} に{% endif %}配達したとの連絡がありました。

内容:

${PARCEL_LINES}

見当たらない場合は、ご近所にもご確認のうえ、このメールにご返信ください。`,
  ),
  refund_issued: text(
    "ご注文 {{ order.name }} の返金について",
    `ご注文 {{ order.name }} について、{{ refund.amount }} をお支払いいただいた方法へ返金いたしました。

反映の時期は金融機関によります。通常は数営業日かかります。`,
  ),
  return_requested: text(
    "ご注文 {{ order.name }} の返品のお申し込みを承りました",
    `ご注文 {{ order.name }} の返品のお申し込みを承りました。ご連絡するまで、商品はお手元に置いてください。`,
  ),
  return_approved: text(
    "ご注文 {{ order.name }} の返品を承認しました",
    `ご注文 {{ order.name }} の返品{% if return.name %} ({{ return.name }}) {% endif %}を承認しました。

商品はしっかり梱包してください。送り方がご不明な場合は、このメールにご返信ください。`,
  ),
  return_declined: text(
    "ご注文 {{ order.name }} の返品について",
    `ご注文 {{ order.name }} の返品は、お申し込みの内容ではお受けできません。

担当者による再確認をご希望の場合は、このメールにご返信ください。`,
  ),
  delay_notice: text(
    "ご注文 {{ order.name }} の発送の遅れについて: お選びください",
    `ご注文 {{ order.name }} を {{ delay.promised_on }} までに発送する予定でしたが、間に合いません。申し訳ございません。

{% if delay.new_on %}新しい予定日は {{ delay.new_on }} です。{% else %}新しい予定日はまだ分かりません。確かでない日付はお伝えしません。{% endif %}

お待ちいただくか、キャンセルして速やかに全額の返金を受けるか、お選びいただけます。

[選ぶ: 待つ、または返金を受ける]({{ delay.choice_url }})

このメールへのご返信でも承ります。`,
  ),
};
