import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { redirect } from "@remix-run/node";

export const meta: MetaFunction = () => [{ title: "Aftercare" }];

/** Shopify opens the app at its root with the shop in the address; anybody else is told where the app is. */
export function loader({ request }: LoaderFunctionArgs) {
  const { search, searchParams } = new URL(request.url);
  if (searchParams.has("shop")) throw redirect(`/app${search}`);
  return null;
}

export default function FrontDoor() {
  return (
    <main className="ac-plain">
      <h1>Aftercare</h1>
      <p>
        Returns, supplier routing and delay notices for Shopify stores that sell what suppliers
        ship.
      </p>
      <p>
        It works inside your Shopify admin: open it there, under <strong>Apps</strong>.
      </p>
    </main>
  );
}
