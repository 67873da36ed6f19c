/** A DNS server over UDP on loopback that knows the records somebody typed into the mailbox page, and no other name. */
import { createSocket, type Socket } from "node:dgram";
import { readQuestion, TXT, writeAnswer } from "./dns-message.ts";
import type { DnsZone } from "./dns-zone.ts";
import { findNames, findTxt } from "./dns-zone.ts";

export type DnsServer = { port: number; stop: () => Promise<void> };

/** `zone` is asked at every question: records change while the server runs. */
export async function startDnsServer(zone: () => DnsZone, port: number): Promise<DnsServer> {
  const socket = createSocket("udp4");
  socket.on("message", (packet, { address, port: asker }) => {
    const answer = answerPacket(zone(), packet);
    if (answer) socket.send(answer, asker, address);
  });
  await bind(socket, port);
  // A client that has gone away is everyday life.
  socket.on("error", () => undefined);
  return {
    port: socket.address().port,
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

export function answerPacket(zone: DnsZone, packet: Buffer): Buffer | null {
  const question = readQuestion(packet);
  if (!question) return null;
  if (!findNames(zone, question.name)) return writeAnswer(question, null);
  return writeAnswer(question, question.type === TXT ? findTxt(zone, question.name) : []);
}

function bind(socket: Socket, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(port, "127.0.0.1", () => {
      socket.off("error", reject);
      resolve();
    });
  });
}
