/**
 * Finds a browser for the end-to-end tests: the one named by CHROMIUM_PATH, the system's Chromium or Chrome, or
 * Playwright's own; as root on Debian it installs Debian's. Nothing is downloaded from anywhere else.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const ELSEWHERE = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** Path of a browser, or null. */
export function findBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named) return existsSync(named) ? named : null;
  const onPath = (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...onPath, ...ELSEWHERE, ...playwrightsOwn()].find((path) => existsSync(path)) ?? null;
}

function playwrightsOwn() {
  const cache = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), ".cache", "ms-playwright");
  if (!existsSync(cache)) return [];
  return readdirSync(cache)
    .filter((name) => name.startsWith("chromium"))
    .flatMap((name) =>
      ["chrome-linux/chrome", "chrome-linux/headless_shell"].map((file) => join(cache, name, file)),
    );
}

/** Installs Debian's Chromium where that is possible without asking. Returns the path, or null. */
export function ensureBrowser() {
  const found = findBrowser();
  if (found || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return found;
  console.log("Installing Chromium for the browser tests …");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [
    ["update", "-qq"],
    ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-cjk"],
  ])
    spawnSync("apt-get", args, { env, stdio: "ignore", timeout: 600_000 });
  return findBrowser();
}
