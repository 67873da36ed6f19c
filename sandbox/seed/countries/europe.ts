/** United Kingdom, Germany, France, Greece. Prices include value added tax. */
import type { CountryProfile } from "./country-profile.ts";

export const UNITED_KINGDOM: CountryProfile = {
  countryCode: "GB",
  country: "United Kingdom",
  locale: "en-GB",
  presentmentCurrency: "USD",
  weight: 7,
  given: [
    ["Łukasz", "lukasz"],
    ["Róisín", "roisin"],
    ["Chloë", "chloe"],
    ["प्रिया", "priya"],
    ["Callum", "callum"],
    ["Angharad", "angharad"],
  ],
  family: [
    ["Żółkowski", "zolkowski"],
    ["Ní Bhriain", "nibhriain"],
    ["शर्मा", "sharma"],
    ["Featherstone", "featherstone"],
    ["Llŷr", "llyr"],
    ["Adebayo", "adebayo"],
  ],
  places: [
    { city: "London", province: "England", provinceCode: "ENG", zip: "E8 3PN" },
    { city: "Caernarfon", province: "Wales", provinceCode: "WLS", zip: "LL55 1RR" },
    { city: "Edinburgh", province: "Scotland", provinceCode: "SCT", zip: "EH6 6JJ" },
  ],
  streets: ["{n} Mare Street", "Flat {n}, Tŷ Gwyn, Stryd Fawr", "{n} Leith Walk"],
  secondLines: ["Top floor", "Rear entrance"],
  phone: "+44 7700 900###",
  tax: { title: "GB VAT", rate: 0.2, included: true },
};

export const GERMANY: CountryProfile = {
  countryCode: "DE",
  country: "Germany",
  locale: "de",
  presentmentCurrency: "EUR",
  weight: 9,
  given: [
    ["Jürgen", "juergen"],
    ["Zoë", "zoe"],
    ["Björn", "bjoern"],
    ["Käthe", "kaethe"],
    ["Aylin", "aylin"],
    ["Søren", "soeren"],
  ],
  family: [
    ["Müller-Lüdenscheidt", "mueller"],
    ["Groß", "gross"],
    ["Yıldırım", "yildirim"],
    ["Schäfer", "schaefer"],
    ["von der Höhe", "hoehe"],
    ["Krüger", "krueger"],
  ],
  places: [
    { city: "München", province: null, provinceCode: null, zip: "80469" },
    { city: "Köln", province: null, provinceCode: null, zip: "50674" },
    { city: "Görlitz", province: null, provinceCode: null, zip: "02826" },
  ],
  streets: ["Müllerstraße {n}", "Aachener Straße {n}", "Untermarkt {n}"],
  secondLines: ["Hinterhaus, 3. OG", "bei Groß"],
  phone: "+49 1512 55501##",
  tax: { title: "DE MwSt", rate: 0.19, included: true },
};

export const FRANCE: CountryProfile = {
  countryCode: "FR",
  country: "France",
  locale: "fr",
  presentmentCurrency: "EUR",
  weight: 7,
  given: [
    ["Éléonore", "eleonore"],
    ["Gaël", "gael"],
    ["Françoise", "francoise"],
    ["Anaïs", "anais"],
    ["Loïc", "loic"],
    ["Ibrahima", "ibrahima"],
  ],
  family: [
    ["Lefèvre", "lefevre"],
    ["D’Aubigné", "daubigne"],
    ["Œuvrard", "oeuvrard"],
    ["Garçon", "garcon"],
    ["Sénéchal", "senechal"],
    ["Diallo", "diallo"],
  ],
  places: [
    { city: "Paris", province: null, provinceCode: null, zip: "75011" },
    { city: "Nîmes", province: null, provinceCode: null, zip: "30000" },
    { city: "L’Haÿ-les-Roses", province: null, provinceCode: null, zip: "94240" },
  ],
  streets: ["{n} bis, rue de l’Égalité", "{n} avenue Ledru-Rollin", "{n} boulevard Gambetta"],
  secondLines: ["Bâtiment C, digicode 12A4", "3ᵉ étage"],
  phone: "+33 6 39 98 ## ##",
  tax: { title: "FR TVA", rate: 0.2, included: true },
};

export const GREECE: CountryProfile = {
  countryCode: "GR",
  country: "Greece",
  locale: "el",
  presentmentCurrency: "EUR",
  weight: 3,
  given: [
    ["Ελένη", "eleni"],
    ["Γιώργος", "giorgos"],
    ["Αθηνά", "athina"],
    ["Σταύρος", "stavros"],
  ],
  family: [
    ["Παπαδοπούλου", "papadopoulou"],
    ["Οικονόμου", "oikonomou"],
    ["Χατζής", "chatzis"],
    ["Αγγελόπουλος", "angelopoulos"],
  ],
  places: [
    { city: "Αθήνα", province: null, provinceCode: null, zip: "105 58" },
    { city: "Θεσσαλονίκη", province: null, provinceCode: null, zip: "546 24" },
  ],
  streets: ["Οδός Ερμού {n}", "Λεωφόρος Νίκης {n}"],
  secondLines: ["2ος όροφος"],
  phone: "+30 690 000 ####",
  tax: { title: "GR ΦΠΑ", rate: 0.24, included: true },
};
