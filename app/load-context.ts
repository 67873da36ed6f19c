/** What the server hands to every loader and action: the dependencies of the process, built once. */
import "@remix-run/server-runtime";
import type { Deps } from "#app/deps.server.ts";

declare module "@remix-run/server-runtime" {
  // Remix asks for an interface: only those can be augmented.
  interface AppLoadContext {
    readonly deps: Deps;
  }
}
