/** Speaks SMTP by hand, so that a test can say what no mail library would: returns every answer of the server. */
import { connect } from "node:net";

export type RawMail = {
  readonly port: number;
  readonly from?: string;
  readonly to: string;
  /** announces this size; absent: none */
  readonly size?: number;
  readonly content: string | Iterable<string>;
};

/** The last answer: `250 …`, `550 …`. The connection ends after it. */
export async function sendRaw({ port, from = "ana1@shopper.example", to, size, content }: RawMail) {
  const socket = connect(port, "127.0.0.1");
  socket.setEncoding("utf8");
  socket.setMaxListeners(0);
  let heard = "";
  let wake = () => {};
  socket.on("data", (text: string) => ((heard += text), wake()));
  socket.on("close", () => wake());
  socket.on("error", () => wake());
  async function answer(): Promise<string> {
    for (;;) {
      const line = /^\d{3} .*\r\n/m.exec(heard);
      if (line) {
        heard = heard.slice(line.index + line[0].length);
        return line[0].trim();
      }
      if (socket.destroyed) return "closed";
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  const say = (line: string) => (socket.write(`${line}\r\n`), answer());
  try {
    await answer();
    await say("EHLO test.example");
    for (const line of [
      `MAIL FROM:<${from}>${size === undefined ? "" : ` SIZE=${size}`}`,
      `RCPT TO:<${to}>`,
      "DATA",
    ]) {
      const said = await say(line);
      if (!/^[23]/.test(said)) return said;
    }
    for (const part of typeof content === "string" ? [content] : content)
      if (!socket.write(part) && !socket.destroyed)
        await new Promise<void>((resolve) => {
          socket.once("drain", resolve);
          socket.once("close", () => resolve());
        });
    return await say("\r\n.");
  } finally {
    socket.destroy();
  }
}
