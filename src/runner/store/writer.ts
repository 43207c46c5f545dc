import { hash, randomBytes } from "node:crypto";
import { hostname } from "node:os";
import type { Owner } from "../model/events.ts";
import { bootId, isAlive, thisOwner } from "./owner.ts";

/**
 * Names of unfinished files say whose they are, so that what a process left behind when it died can be told from what one that lives is
 * still writing: `MACHINE-PID-START-RANDOM-NUMBER`.
 */

/** This host in this boot: process ids mean something within it only. */
function machine(): string {
  return hash("sha256", `${hostname()}\0${bootId()}`).slice(0, 8);
}

let prefix: string | undefined;
let count = 0;

/** A name that nobody else gives, also where containers with the same process ids share a store. */
export function temporaryName(): string {
  prefix ??= `${machine()}-${String(process.pid)}-${startOf(thisOwner())}-${randomBytes(6).toString("hex")}`;
  count += 1;
  return `${prefix}-${String(count)}`;
}

/** `t` and clock ticks where the system counts them, else `s` and the milliseconds since 1970 at which the process started. */
function startOf({ startTicks, startedAt }: Owner): string {
  return startTicks === undefined ? `s${String(startedAt)}` : `t${String(startTicks)}`;
}

const named = /^([0-9a-f]{8})-(\d+)-([ts])(\d+)-[0-9a-f]+-\d+$/;

/** Nobody writes that long at one file without touching it, in milliseconds. Only where its process cannot be asked. */
const longest = 24 * 60 * 60 * 1000;

/** Whether nobody writes any more at a file of this name, last changed at `changedAt` (milliseconds since 1970, like `now`). */
export function isLeftBehind(name: string, changedAt: number, now: number): boolean {
  const [, where, pid, unit, start] = named.exec(name) ?? [];
  if (where !== machine()) return now - changedAt > longest;
  const started = unit === "t" ? { startedAt: 0, startTicks: Number(start) } : { startedAt: Number(start) };
  return isAlive({ host: hostname(), boot: bootId(), pid: Number(pid), ...started }) === "gone";
}
