/** United Arab Emirates (right-to-left script) and Kazakhstan (Cyrillic). */
import type { CountryProfile } from "./country-profile.ts";

export const UNITED_ARAB_EMIRATES: CountryProfile = {
  countryCode: "AE",
  country: "United Arab Emirates",
  locale: "ar",
  presentmentCurrency: "USD",
  weight: 3,
  given: [
    ["فاطمة", "fatima"],
    ["عبد الرحمن", "abdulrahman"],
    ["مريم", "mariam"],
    ["خالد", "khalid"],
  ],
  family: [
    ["المنصوري", "almansoori"],
    ["بن سعيد", "binsaeed"],
    ["الهاشمي", "alhashimi"],
    ["الزعابي", "alzaabi"],
  ],
  places: [
    { city: "دبي", province: "Dubai", provinceCode: "DU", zip: "" },
    { city: "أبوظبي", province: "Abu Dhabi", provinceCode: "AZ", zip: "" },
  ],
  streets: ["شارع الشيخ زايد، مبنى {n}", "شارع الكورنيش {n}"],
  secondLines: ["شقة 1204"],
  phone: "+971 50 000 ####",
  tax: { title: "VAT", rate: 0.05, included: false },
};

export const KAZAKHSTAN: CountryProfile = {
  countryCode: "KZ",
  country: "Kazakhstan",
  locale: "ru",
  presentmentCurrency: "USD",
  weight: 1,
  given: [
    ["Айгерім", "aigerim"],
    ["Дмитрий", "dmitry"],
    ["Наталья", "natalya"],
    ["Ерлан", "yerlan"],
  ],
  family: [
    ["Щукина", "shchukina"],
    ["Қожахметов", "kozhakhmetov"],
    ["Подъячев", "podyachev"],
    ["Әбілқасым", "abilkasym"],
  ],
  places: [
    { city: "Алматы", province: null, provinceCode: null, zip: "050010" },
    { city: "Өскемен", province: null, provinceCode: null, zip: "070004" },
  ],
  streets: ["проспект Абая, д. {n}", "ул. Тәуелсіздік, {n}"],
  secondLines: ["кв. 17, подъезд 2"],
  phone: "+7 700 000 ####",
  tax: null,
};
