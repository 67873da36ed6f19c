/** Sends the browser to an address that is good for one download; the page stays. */
export function followDownload(url: string): void {
  const link = document.createElement("a");
  link.href = url;
  // A refused link shows as a failed download instead of replacing the page.
  link.download = "";
  link.click();
}
