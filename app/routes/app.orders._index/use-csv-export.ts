/**
 * Downloads the list as CSV from inside the admin's frame. A plain link carries no session token there, so a fetch (App
 * Bridge adds the token to fetch) asks for an address that is good for one download within a minute, and the browser
 * streams the file from it to the disk: no page holds it in memory.
 */
import { useState } from "react";
import type { OrderListQuery } from "#app/orders/views.ts";
import { followDownload } from "#app/ui/follow-download.ts";
import { useToast } from "#app/ui/use-shopify.ts";
import { formatOrderListParams } from "./order-list-params.ts";

export function useCsvExport(query: OrderListQuery) {
  const [isStarting, setIsStarting] = useState(false);
  const toast = useToast();

  async function start() {
    setIsStarting(true);
    try {
      const params = formatOrderListParams({ ...query, cursor: null });
      const response = await fetch(`/app/orders/export?${params}`, { method: "POST" });
      if (response.status === 403)
        return toast(((await response.json()) as { sentence: string }).sentence, { isError: true });
      if (!response.ok) throw new Error(`The export answered ${response.status}.`);
      const { url } = (await response.json()) as { url: string }; // the action's answer
      followDownload(url);
      toast("Your export is being downloaded");
    } catch (error) {
      console.warn(error);
      toast("The export did not start. Try again.", { isError: true });
    } finally {
      setIsStarting(false);
    }
  }

  return { start, isStarting };
}
