/** What the Admin client needs of the environment, the same in every process of a proof. */
export const CALLER_ENV = {
  SHOPIFY_API_KEY: "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
  SHOPIFY_API_SECRET: "sandbox-secret-not-for-production",
  ENCRYPTION_KEYS: [{ id: "k1", key: Buffer.alloc(32, 7) }],
};
