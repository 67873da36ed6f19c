import { isRouteErrorResponse, useRouteError } from "@remix-run/react";
import { assessPageError } from "./assess-page-error.ts";

/** The same words outside the admin, where there is no Polaris around. */
export function PlainError() {
  const error = useRouteError();
  const words = assessPageError(isRouteErrorResponse(error) ? error.status : null);
  return (
    <main className="ac-plain">
      <h1>{words.heading}</h1>
      <p>{words.reason}</p>
    </main>
  );
}
