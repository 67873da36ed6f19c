/** Japan, South Korea, Taiwan, Thailand. Japan pays in yen, which has no minor unit. */
import type { CountryProfile } from "./country-profile.ts";

export const JAPAN: CountryProfile = {
  countryCode: "JP",
  country: "Japan",
  locale: "ja",
  presentmentCurrency: "JPY",
  weight: 8,
  given: [
    ["さくら", "sakura"],
    ["健太郎", "kentaro"],
    ["ユウコ", "yuko"],
    ["翔", "sho"],
    ["美咲", "misaki"],
    ["龍之介", "ryunosuke"],
  ],
  family: [
    ["佐藤", "sato"],
    ["髙橋", "takahashi"],
    ["渡邉", "watanabe"],
    ["𠮷田", "yoshida"],
    ["小鳥遊", "takanashi"],
    ["鈴木", "suzuki"],
  ],
  places: [
    { city: "渋谷区", province: "Tōkyō", provinceCode: "JP-13", zip: "150-0001" },
    { city: "京都市中京区", province: "Kyōto", provinceCode: "JP-26", zip: "604-8005" },
    { city: "札幌市中央区", province: "Hokkaidō", provinceCode: "JP-01", zip: "060-0042" },
    { city: "那覇市", province: "Okinawa", provinceCode: "JP-47", zip: "900-0015" },
  ],
  streets: ["神宮前{n}丁目5-9", "河原町通三条下る{n}番地", "大通西{n}丁目", "久茂地{n}-1-1"],
  secondLines: ["メゾン表参道 503号室", "コーポ桜 202"],
  phone: "+81 90-0000-####",
  tax: { title: "消費税", rate: 0.1, included: true },
};

export const SOUTH_KOREA: CountryProfile = {
  countryCode: "KR",
  country: "South Korea",
  locale: "ko",
  presentmentCurrency: "USD",
  weight: 3,
  given: [
    ["지우", "jiwoo"],
    ["서연", "seoyeon"],
    ["민준", "minjun"],
    ["하은", "haeun"],
  ],
  family: [
    ["김", "kim"],
    ["이", "lee"],
    ["박", "park"],
    ["남궁", "namgung"],
  ],
  places: [
    { city: "서울특별시 마포구", province: "Seoul", provinceCode: "KR-11", zip: "04066" },
    { city: "부산광역시 해운대구", province: "Busan", provinceCode: "KR-26", zip: "48094" },
  ],
  streets: ["와우산로 {n}길 21", "해운대해변로 {n}"],
  secondLines: ["101동 1203호"],
  phone: "+82 10-0000-####",
  tax: null,
};

export const TAIWAN: CountryProfile = {
  countryCode: "TW",
  country: "Taiwan",
  locale: "zh-TW",
  presentmentCurrency: "USD",
  weight: 3,
  given: [
    ["雅婷", "yating"],
    ["志明", "chihming"],
    ["怡君", "yichun"],
    ["冠宇", "kuanyu"],
  ],
  family: [
    ["陳", "chen"],
    ["林", "lin"],
    ["歐陽", "ouyang"],
    ["蔡", "tsai"],
  ],
  places: [
    { city: "臺北市大安區", province: null, provinceCode: null, zip: "106" },
    { city: "高雄市鹽埕區", province: null, provinceCode: null, zip: "803" },
  ],
  streets: ["和平東路一段{n}號", "大勇路{n}巷7號"],
  secondLines: ["5樓之2"],
  phone: "+886 900-000-###",
  tax: null,
};

export const THAILAND: CountryProfile = {
  countryCode: "TH",
  country: "Thailand",
  locale: "th",
  presentmentCurrency: "USD",
  weight: 2,
  given: [
    ["สมชาย", "somchai"],
    ["ณัฐธิดา", "natthida"],
    ["พิมพ์ชนก", "pimchanok"],
    ["ธนกร", "thanakorn"],
  ],
  family: [
    ["ใจดี", "jaidee"],
    ["ศรีสุวรรณ", "srisuwan"],
    ["วงศ์ใหญ่", "wongyai"],
    ["แซ่ตั้ง", "saetang"],
  ],
  places: [
    { city: "กรุงเทพมหานคร", province: "Bangkok", provinceCode: "TH-10", zip: "10110" },
    { city: "เชียงใหม่", province: "Chiang Mai", provinceCode: "TH-50", zip: "50200" },
  ],
  streets: ["{n} ถนนสุขุมวิท", "{n}/4 ถนนนิมมานเหมินท์"],
  secondLines: ["คอนโด ชั้น 8"],
  phone: "+66 80 000 ####",
  tax: null,
};
