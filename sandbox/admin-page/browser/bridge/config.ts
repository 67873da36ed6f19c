/** What App Bridge knows from the script element and the address: api key, host, shop, locale. */

export type BridgeConfig = { apiKey: string; host: string; shop: string; locale: string };

const STORAGE_KEY = "app-bridge-config";

/** Later documents of the same frame may lack the parameters, so the first ones are remembered. */
export function readConfig(script: HTMLScriptElement | null): BridgeConfig {
  const params = new URLSearchParams(window.location.search);
  const stored = readStored();
  const meta = document.querySelector('meta[name="shopify-api-key"]');
  const config = {
    apiKey: script?.dataset["apiKey"] ?? meta?.getAttribute("content") ?? stored.apiKey ?? "",
    host: params.get("host") ?? stored.host ?? "",
    shop: params.get("shop") ?? stored.shop ?? "",
    locale: params.get("locale") ?? stored.locale ?? "en",
  };
  window.sessionStorage.setItem(STORAGE_KEY, JSON.stringify(config));
  return config;
}

function readStored(): Partial<BridgeConfig> {
  // Written by this script alone, in this tab.
  return JSON.parse(window.sessionStorage.getItem(STORAGE_KEY) ?? "{}") as Partial<BridgeConfig>;
}
