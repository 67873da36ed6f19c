/** A supplier's channel with what it takes to use it. The secret is opened for one try and kept nowhere. Pure. */
import type { ChannelSettings } from "#app/dropship/suppliers/supplier.ts";

export type SupplierChannel = {
  readonly settings: ChannelSettings;
  /** SFTP: password or private key; HTTPS: the key that signs; null = none is on file */
  readonly secret: string | null;
};
