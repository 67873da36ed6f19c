/** Shopify's security checks that can be decided from the code, the configuration and pure functions. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readDeliveryHeaders } from "#app/ingest/delivery.ts";
import { API_VERSION } from "#app/shopify/api-version.ts";
import { verifyProxyRequest } from "#app/shopify/verify-proxy-request.server.ts";
import { renderHtml } from "#app/shops/compliance/render-answer.ts";
import { CHECK_IDS } from "./check-ids.ts";
import {
  APP_CODE,
  DOCUMENTS,
  listSources,
  pathsOf,
  pathsWith,
  ROUTES,
  THEME_LIQUID,
  THEME_SCRIPTS,
  TOML,
} from "./source-files.ts";

/** Doors without a session token, and what guards each instead. A new one has to be added here by somebody who thought. */
const PUBLIC_ROUTES: Readonly<Record<string, RegExp>> = {
  // Says where the app is; sends on within the app, where the token is asked for.
  "app/routes/_index.tsx": /redirect\(`\/app\$\{search\}`\)/,
  // A key of the shop, shown once and kept as a hash.
  "app/routes/api.offers.tsx": /findShopOfToken\(deps[\s\S]*shopId === null/,
  // The bounce page of sign-in.
  "app/routes/auth.$.tsx": /respondToAuthPath\(deps, request\)/,
  // The signed link of a mail is the permission, to look and to write.
  "app/routes/contact.$token/route.tsx":
    /findContact\(deps, params\["token"\][\s\S]*receiveForm\(deps, params\["token"\]/,
  // Signed by the tracking service over its raw bytes.
  "app/routes/carrier.tracking.tsx": /receiveCarrierMessage\(/,
  // The sealed link is the permission.
  "app/routes/download.tsx": /takeDownload\(deps, link\)/,
  // The supplier's link is the permission; without it, or with one that was closed, nothing is read.
  "app/routes/supplier.$token/route.tsx": /servePage\(.+ params\["token"\]/,
  "app/routes/supplier.$token_.day/route.tsx": /serveFile\(.+ params\["token"\]/,
  "app/routes/supplier.api.purchase-orders.$number.answers/route.tsx":
    /serveAnswers\(deps, request/,
  "app/routes/supplier.api.purchase-orders.$number.shipments/route.tsx":
    /serveShipments\(deps, request/,
};
const BY_PROXY = /^app\/routes\/proxy\./;
/** Scopes of the toml, required and optional. */
const SCOPES = [...TOML.matchAll(/\b(?:read|write)_[a-z_]+(?=[",])/g)].map(([scope]) => scope);
const noun = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;

test("every check has a test", () => {
  const tests = listSources(["tests/unit/security", "tests/integration/security"], /\.test\.ts$/);
  const named = tests.flatMap(({ text }) =>
    [...text.matchAll(/"([A-Z][A-Z_]{6,}): |`([A-Z][A-Z_]{6,}): /g)].map(
      ([, quoted, template]) => quoted ?? template,
    ),
  );
  expect(CHECK_IDS.length).toBe(35);
  expect(CHECK_IDS.filter((id) => !named.includes(id))).toEqual([]);
  expect(named.filter((id) => !CHECK_IDS.some((known) => known === id))).toEqual([]);
});

describe("doors", () => {
  test("MISSING_AUTHORIZATION_CHECK: every loader and action of the admin asks who it is before anything else", () => {
    const ofAdmin = ROUTES.filter(({ path }) => !(path in PUBLIC_ROUTES) && !BY_PROXY.test(path));
    const open = ofAdmin.filter(({ text }) => {
      const bodies = text
        .split(/export (?:const|async function|function) (?:loader|action)\b/)
        .slice(1);
      return bodies.some((body) => {
        const guard = body.search(/requireAdmin\(|requirePermission\(|requireStaff\(/);
        const use = body.search(
          /formData\(|await (?!requireAdmin|requirePermission|requireStaff)\w+\(deps/,
        );
        return guard < 0 || (use >= 0 && use < guard);
      });
    });
    expect(pathsOf(open)).toEqual([]);
  });

  test("UNAUTHENTICATED_ENDPOINT: the doors without a session token are the listed ones, each with its own guard", () => {
    for (const [path, guard] of Object.entries(PUBLIC_ROUTES))
      expect(readFileSync(path, "utf8")).toMatch(guard);
    const server = readFileSync("app/server.ts", "utf8");
    expect(
      [...server.matchAll(/app\.(?:get|post|all)\(\s*"([^"]+)"/g)].map(([, at]) => at),
    ).toEqual(["/healthz", "*"]);
  });

  const proxied = ROUTES.filter(({ path }) => BY_PROXY.test(path));
  test(`APP_PROXY_UNVERIFIED_SIGNATURE: ${noun(proxied.length, "route")} behind the app proxy, each asks for the signed visit`, () => {
    const open = proxied.filter(
      ({ text }) =>
        !/verifyProxyRequest\(|requireProxyVisit\(|requireVisit\w*\(|requireShopper\w*\(/.test(
          text,
        ),
    );
    expect(pathsOf(open)).toEqual([]);
    const unsigned = new URL("https://a.example/proxy?shop=a.myshopify.com&timestamp=1");
    expect(verifyProxyRequest(unsigned, { secrets: ["s"], now: new Date(1_000) }).ok).toBe(false);
    // The library at our version believes a repeated `shop`.
    expect(pathsWith(APP_CODE, /authenticate\.public/)).toEqual([]);
  });

  test("APP_PROXY_LIQUID_INJECTION: nothing is answered as Liquid for the shop to run", () => {
    expect(pathsWith(APP_CODE, /application\/liquid|\bliquid\(/)).toEqual([]);
  });

  test("CSRF_MISSING_PROTECTION: no permission rides along by itself: no cookie is set or read", () => {
    expect(
      pathsWith(APP_CODE, /createCookie|Set-Cookie|headers\.get\("cookie"\)|document\.cookie/i),
    ).toEqual([]);
  });

  test("REQUEST_DERIVED_SHOP_SCOPE: only sign-in reads the shop's name from an address, and compares it", () => {
    const reading = pathsWith(
      APP_CODE,
      /searchParams\.get(?:All)?\("shop"\)|params\["?shop|formData\S*get\("shop"\)/,
    );
    expect(reading).toEqual(["app/shopify/authenticate.server.ts"]);
  });

  test("REQUEST_CONTROLLED_ADMIN_CONTEXT: no Admin client for a shop that a request names", () => {
    expect(
      pathsWith(
        APP_CODE,
        /unauthenticated\.(?:admin|storefront)|createAdminApiClient|new shopify\.clients/,
      ),
    ).toEqual([]);
  });
});

describe("secrets", () => {
  test("COMMITTED_SECRET: nothing that looks like a live secret is in the repository", () => {
    const { stdout, status } = spawnSync("git", ["ls-files", "-z"], {
      encoding: "utf8",
      maxBuffer: 2 ** 26,
    });
    // An unpacked archive has no repository to look at.
    if (status !== 0) return;
    const SECRETS =
      /\bshp(?:at|ss|ca|pa|rt|ua|tka)_[0-9a-f]{32}\b|-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\n|\bAKIA[0-9A-Z]{16}\b|\bghp_\w{36}\b|\bxox[abp]-\w{10,}|\bsk_live_\w{16,}/;
    const found = stdout
      .split("\0")
      .filter(
        (path) =>
          path !== "" && !/\.(png|jpg|woff2?|gz|ico|bin|tgz)$/.test(path) && existsSync(path),
      )
      .filter((path) => SECRETS.test(readFileSync(path, "utf8")));
    expect(found).toEqual([]);
    expect(
      stdout
        .split("\0")
        .filter((path) => /(^|\/)\.env(\.|$)/.test(path) && !path.endsWith(".example")),
    ).toEqual([]);
  });

  const browserFiles = listSources(["build/client"], /\.(js|css|html|map|json)$/);
  test.skipIf(browserFiles.length === 0)(
    `CREDENTIAL_BROWSER_LEAKAGE: ${noun(browserFiles.length, "built file")} for browsers hold no secret, no name of one and no server code`,
    () => {
      const WORDS =
        /SHOPIFY_API_SECRET|ENCRYPTION_KEYS|LEDGER_KEY|DATABASE_URL|\bshpat_|\bshprt_|shopify_app_secret|createHmac|node:crypto|@prisma\/client/;
      expect(pathsOf(browserFiles.filter(({ text }) => WORDS.test(text)))).toEqual([]);
      // A source map would carry comments and, if one slipped in, server code.
      expect(pathsOf(browserFiles.filter(({ path }) => path.endsWith(".map")))).toEqual([]);
    },
  );

  test("CREDENTIAL_LOG_LEAKAGE: what slips into a log line is taken out, and nothing below it prints", () => {
    const script = `import { createLogger } from "#app/platform/logger.server.ts";
      const secret = "do-not-print-me";
      const logger = createLogger("web", "info");
      for (const key of ["authorization", "cookie", "accessToken", "refreshToken", "access_token", "refresh_token", "id_token", "session", "email", "phone", "address", "hmac", "signature"]) {
        logger.info({ [key]: secret }, "x"); logger.error({ request: { [key]: secret } }, "x");
        logger.info({ req: { headers: { [key]: secret } } }, "x"); }
      logger.debug({ note: secret }, "x");`;
    const { stdout, status, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "-e", script],
      { encoding: "utf8" },
    );
    expect(status, stderr).toBe(0);
    expect(stdout.split("\n").length).toBeGreaterThan(39);
    expect(stdout).not.toContain("do-not-print-me");
    // The text of a program that is handed out prints where its reader runs it.
    const SERVER = APP_CODE.filter(
      ({ path }) => path.includes(".server.") && !path.endsWith("/verifier-source.server.ts"),
    );
    expect(pathsWith(SERVER, /console\.(?:log|info|debug)/)).toEqual([]);
  });

  test("METAFIELD_OFFLINE_TOKEN: no document writes a metafield", () => {
    expect(pathsWith(DOCUMENTS, /metafieldsSet|metafieldSet|privateMetafield/)).toEqual([]);
  });
});

describe("what reaches a page", () => {
  const CORPUS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "</style><script>",
    "javascript:alert(1)",
    "{{7*7}}",
    "<svg/onload=alert(1)>",
    "&lt;b&gt;",
  ];

  test.each(CORPUS)(
    "CROSS_SITE_SCRIPTING: the answer to a data request writes %s as text",
    (text) => {
      const html = renderHtml({
        shop: text,
        person: { customerGid: null, email: text, phone: text, orderGids: [] } as never,
        madeAt: new Date(0),
        parts: [
          {
            store: text,
            tables: [{ table: text, rows: [{ [text]: text, nested: { [text]: [text] } }] }],
          },
        ],
      });
      expect(html).not.toMatch(/<script|<img|<svg|<b>/);
    },
  );

  test("UNSAFE_INNERHTML: no text becomes markup or code", () => {
    const PATTERN =
      /dangerouslySetInnerHTML|\.(?:inner|outer)HTML\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function\(/i;
    expect(pathsWith([...APP_CODE, ...THEME_SCRIPTS], PATTERN)).toEqual([]);
    // A page in a frame may be shown as long as nothing in it runs.
    const framing = APP_CODE.filter(({ text }) => /srcdoc/i.test(text));
    expect(pathsOf(framing.filter(({ text }) => !/sandbox=""/.test(text)))).toEqual([]);
  });

  test(`THEME_EXTENSION_XSS: ${noun(THEME_SCRIPTS.length, "theme script")}, none writes markup or follows an address from outside`, () => {
    expect(
      pathsWith(
        THEME_SCRIPTS,
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|location\s*=\s*new URLSearchParams|createContextualFragment/,
      ),
    ).toEqual([]);
  });

  test(`LIQUID_UNSAFE_RENDER: ${noun(THEME_LIQUID.length, "theme template")}, what people wrote is escaped`, () => {
    const raw = THEME_LIQUID.flatMap(({ path, text }) =>
      [...text.matchAll(/\{\{-?\s*([^}]*?)\s*-?\}\}/g)]
        .map(([, output = ""]) => output)
        .filter((output) => /\b(?:customer|order|line_item|request|settings)\b/.test(output))
        .filter(
          (output) =>
            !/\|\s*(?:escape|json|t\b|t:|url_encode|handleize|asset_url|image_url|money|date|times|default_errors)/.test(
              output,
            ) &&
            !/\.id\b|_url\b|routes\.|shopify_attributes|\.size\b|settings\.\w*(?:color|width|size|padding|radius|level|align)/.test(
              output,
            ),
        )
        .map((output) => `${path}: ${output}`),
    );
    expect(raw).toEqual([]);
  });

  test(`TEXT_SETTING_HTML_SMUGGLING: ${noun(THEME_LIQUID.length, "theme template")}, no setting is printed as markup`, () => {
    const smuggling = THEME_LIQUID.filter(
      ({ text }) =>
        /"type":\s*"(?:html|liquid)"/.test(text) ||
        /(?:block|section)\.settings\.\w+[^}]*\|\s*(?:raw|strip_newlines|newline_to_br)\s*-?\}\}/.test(
          text,
        ),
    );
    expect(pathsOf(smuggling)).toEqual([]);
  });

  test("ACTIVE_UPLOADS_AND_PRIVILEGED_PREVIEWS: who reads an upload decides by its bytes, and stored pages are only downloads", () => {
    const reading = APP_CODE.filter(({ text }) =>
      /parseMultipartFormData|createMemoryUploadHandler|instanceof File\b/.test(text),
    );
    const careless = reading.filter(({ text }) => !/file-type|photo|image/i.test(text));
    expect(pathsOf(careless)).toEqual([]);
    const download = readFileSync("app/routes/download.tsx", "utf8");
    for (const word of ["attachment;", "nosniff", "sandbox;"]) expect(download).toContain(word);
  });
});

describe("what is asked of Shopify", () => {
  test("DEPRECATED_SCRIPT_TAG_SCOPE: script tags are not asked for", () => {
    expect(SCOPES.length).toBeGreaterThan(10);
    expect(SCOPES.filter((scope) => scope.includes("script_tags"))).toEqual([]);
  });

  test("SCRIPT_TAG_URL_INJECTION: no document makes a script tag", () => {
    expect(pathsWith(DOCUMENTS, /scriptTag/i)).toEqual([]);
  });

  test("SCOPE_OVER_REQUEST: each scope has its reason in docs/app-review.md; that each is used is tested in tests/contract", () => {
    const review = readFileSync("docs/app-review.md", "utf8");
    expect(SCOPES.filter((scope) => !review.includes(`\`${scope}\``))).toEqual([]);
    const explained = [...review.matchAll(/^\| `((?:read|write)_[a-z_]+)`/gm)].map(
      ([, scope]) => scope ?? "",
    );
    expect(explained.filter((scope) => !SCOPES.includes(scope))).toEqual([]);
  });

  test("OVERBROAD_DATA_ACCESS: no document reads what the app has no use for", () => {
    const UNUSED =
      /\b(?:clientIp|browserIp|customerJourney|landingPageUrl|acceptsMarketing|emailMarketingConsent|smsMarketingConsent|paymentDetails|accountNumber|cardholder|storefrontAccessTokens|billingAddress|defaultAddress|taxExempt)\b/;
    expect(pathsWith(DOCUMENTS, UNUSED)).toEqual([]);
  });

  test("EOL_API_VERSION: the version is still supported today", () => {
    const [year = 0, month = 0] = API_VERSION.split("-").map(Number);
    // Shopify supports a version for at least twelve months.
    expect(Date.UTC(year + 1, month - 1)).toBeGreaterThan(Date.now());
    expect(TOML).toContain(`api_version = "${API_VERSION}"`);
  });

  test("INSECURE_WEBHOOK_URL: webhooks and the app itself are reached by https alone", () => {
    const uris = [...TOML.matchAll(/^\s*uri = "([^"]+)"/gm)].map(([, uri]) => uri);
    expect(uris.length).toBeGreaterThan(3);
    expect(uris.filter((uri) => !/^\/[a-z]|^https:\/\//.test(uri ?? ""))).toEqual([]);
    expect(TOML).toMatch(/^application_url = "https:\/\//m);
    expect(TOML).not.toContain('"http://');
  });

  test("MISSING_COMPLIANCE_WEBHOOKS: all three privacy topics are declared", () => {
    expect(TOML).toMatch(
      /compliance_topics = \["customers\/data_request", "customers\/redact", "shop\/redact"\]/,
    );
  });
});

describe("code", () => {
  test("DEPENDENCY_REACHABILITY: every package is installed by its checksum; only other platforms' binaries have none here", () => {
    type Entry = { integrity?: string; optional?: boolean };
    const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
      packages: Record<string, Entry>;
    };
    const loose = Object.entries(lock.packages)
      .filter(
        ([name, { integrity, optional }]) =>
          name.startsWith("node_modules/") && !optional && !integrity,
      )
      .map(([name]) => name);
    expect(loose).toEqual([]);
  });

  test("SQL_INJECTION: text becomes SQL in the listed places only, and each takes values apart from it", () => {
    expect(pathsWith(APP_CODE, /\$(?:query|execute)RawUnsafe|Prisma\.raw\(/)).toEqual([
      "app/orders/personal-data.server.ts",
      "app/platform/db.server.ts",
      // Names of tables, from the catalogue.
      "app/shops/leaving/archive.server.ts",
    ]);
  });

  test("SSRF_REQUEST_FORGERY: the network is reached from the listed files only", () => {
    // Shopify's own addresses, and the guard that every other address goes through.
    expect(
      pathsWith(
        APP_CODE.filter(({ path }) => path.includes(".server.")),
        /\bfetch\(|from "undici"|from "node:https?"/,
      ),
    ).toEqual(
      expect.arrayContaining([
        "app/platform/outgoing.server.ts",
        "app/shopify/token-endpoint.server.ts",
      ]),
    );
    const known = new Set([
      "app/orders/import/download-result.server.ts",
      // Its address comes from the environment.
      "app/dropship/shipments/aftership-source.server.ts",
      "app/platform/metrics.server.ts",
      "app/platform/outgoing.server.ts",
      "app/shopify/send-graphql.server.ts",
      "app/shopify/token-endpoint.server.ts",
      "app/web-runtime.server.ts",
      "app/ingest/handle-webhook-request.server.ts",
    ]);
    const reaching = pathsWith(
      APP_CODE.filter(({ path }) => path.includes(".server.")),
      /\bfetch\(|from "undici"|(?:request|get|Agent)\b[^;]*from "node:https?"/,
    );
    expect(reaching.filter((path) => !known.has(path))).toEqual([]);
  });

  test.each([
    "evil.example",
    "a.myshopify.com.evil.example",
    "evil.example/a.myshopify.com",
    "a.myshopify.com@evil.example",
    "A.myshopify.com",
    ".myshopify.com",
    "-a.myshopify.com",
    "a_b.myshopify.com",
    "a.b.myshopify.com",
    "a.myshopify.com\n",
    "a.myshopify.comx",
    "myshopify.com",
    "a.myshopify.io",
    "",
  ])("WEAK_SHOP_VALIDATION: %j is no shop", (shop) => {
    const read = readDeliveryHeaders({
      "x-shopify-topic": "orders/create",
      "x-shopify-shop-domain": shop,
      "x-shopify-webhook-id": "1",
    });
    expect(read.ok).toBe(false);
  });

  test("WEAK_SHOP_VALIDATION: every pattern that reads a shop's name is anchored at both ends and allows one label", () => {
    const reading = APP_CODE.flatMap(({ path, text }) =>
      text
        .split("\n")
        .filter((line) => line.includes("myshopify\\.com") && line.includes("[a-z0-9"))
        .map((line) => ({ path, line: line.trim() })),
    );
    expect(reading.length).toBeGreaterThan(4);
    const ANCHORED =
      /\/\^\(?(?:https:\\\/\\\/|offline_)?\(?\[a-z0-9\]\[a-z0-9-\](?:\{0,62\}|\*)\\\.myshopify\\\.com\)?(?:\\\/admin)?\$\//;
    expect(reading.filter(({ line }) => !ANCHORED.test(line))).toEqual([]);
  });
});
