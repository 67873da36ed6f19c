/** A key and a certificate made on the spot (X.509 v3 in DER, by hand): no private key lies in the repository. */
import { createSign, generateKeyPairSync } from "node:crypto";

const tlv = (tag: number, ...parts: Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head =
    length < 128
      ? [tag, length]
      : length < 256
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from(head), content]);
};
const sequence = (...parts: Buffer[]) => tlv(0x30, ...parts);
const oid = (hex: string) => tlv(0x06, Buffer.from(hex, "hex"));
const integer = (value: number) => tlv(0x02, Buffer.from([value]));

const ECDSA_SHA256 = sequence(oid("2a8648ce3d040302"));
const NAME = sequence(tlv(0x31, sequence(oid("550403"), tlv(0x0c, Buffer.from("aftercare test")))));

/** Valid for the given host names, from 2020 to 2049. */
export function makeCertificate(hosts: readonly string[]): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const time = (text: string) => tlv(0x17, Buffer.from(text));
  const altNames = sequence(...hosts.map((host) => tlv(0x82, Buffer.from(host))));
  const basic = sequence(tlv(0x01, Buffer.from([0xff])));
  const extensions = sequence(
    sequence(oid("551d11"), tlv(0x04, altNames)),
    sequence(oid("551d13"), tlv(0x04, basic)),
  );
  const body = sequence(
    tlv(0xa0, integer(2)),
    integer(1),
    ECDSA_SHA256,
    NAME,
    sequence(time("200101000000Z"), time("491231235959Z")),
    NAME,
    publicKey.export({ format: "der", type: "spki" }),
    tlv(0xa3, extensions),
  );
  const signature = createSign("sha256").update(body).sign(privateKey);
  const der = sequence(body, ECDSA_SHA256, tlv(0x03, Buffer.from([0]), signature));
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
  };
}
