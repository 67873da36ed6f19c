/** How and when purchase orders leave, as a form says it. What lies behind an address is judged where it is saved. Pure. */
import { parseClock, parseCount, type Notes } from "./form-notes.ts";
import type { SendSchedule } from "./send-schedule.ts";
import type { ChannelSettings } from "./supplier.ts";
import type { SupplierForm } from "./supplier-form.ts";

const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,62})(\.[a-z0-9-]{1,63})*$|^[0-9a-f:.]{2,45}$/;
// As `ssh-keygen -lf` prints it.
const HOST_KEY = /^SHA256:[A-Za-z0-9+/]{43}=?$/;

export function evaluateChannel(notes: Notes, form: SupplierForm): ChannelSettings {
  if (form.channel === "email") return { channel: "email", attachment: form.attachment };
  if (form.channel === "link") return { channel: "link" };
  if (form.channel === "https") return { channel: "https", url: form.httpsUrl.trim() };
  const host = form.sftpHost.trim().toLowerCase();
  const hostKey = form.sftpHostKey.trim();
  const directory = form.sftpDirectory.trim() || "/";
  if (!HOST.test(host)) notes.add("sftpHost", "Enter a server such as sftp.example.com.");
  if (form.sftpUsername.trim() === "") notes.add("sftpUsername", "Enter the user's name.");
  if (/[\0\r\n]/.test(directory)) notes.add("sftpDirectory", "Enter a folder such as /orders.");
  if (hostKey !== "" && !HOST_KEY.test(hostKey))
    notes.add("sftpHostKey", "Enter the fingerprint as SHA256:…, or leave it empty.");
  return {
    channel: "sftp",
    host,
    port: parseCount(notes, "sftpPort", form.sftpPort, { least: 1, most: 65_535 }),
    username: form.sftpUsername.trim(),
    directory,
    hostKey: hostKey === "" ? null : hostKey.replace(/=$/, ""),
  };
}

export function evaluateSchedule(notes: Notes, form: SupplierForm): SendSchedule {
  if (form.schedule === "at_once") return { kind: "at_once" };
  if (form.schedule === "before_cut_off")
    return {
      kind: "before_cut_off",
      leadMinutes: parseCount(notes, "leadMinutes", form.leadMinutes, { least: 0, most: 720 }),
    };
  const minutes = form.scheduleTimes
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(parseClock);
  const known = [...new Set(minutes.filter((minute) => minute !== null))].sort((a, b) => a - b);
  if (known.length === 0 || known.length > 24 || minutes.includes(null))
    notes.add("scheduleTimes", "Enter times such as 09:00, 16:00.");
  if (form.scheduleDays.length === 0) notes.add("scheduleDays", "Choose at least one day.");
  return { kind: "at_times", minutes: known, weekdays: [...new Set(form.scheduleDays)] };
}
