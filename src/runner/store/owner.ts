import { readFileSync } from "node:fs";
import { hostname, uptime } from "node:os";
import type { Owner } from "../model/events.ts";

/**
 * Who runs a run, and whether that very process still lives. A process id alone says little: it is given again after a while and
 * after a restart of the machine. So it is kept with the host, the boot, and when the process started.
 *
 * On Linux the start is compared exactly, in clock ticks since the boot, which no change of the clock moves. Elsewhere Node tells
 * only whether the process id is in use, which may be by another process since: there, and on another machine, the signs of life of the
 * journal tell (`liveness.ts`).
 */

/** This process as the owner of a run. */
export function thisOwner(): Owner {
  const ticks = startTicks(process.pid);
  return {
    host: hostname(),
    boot: bootId(),
    pid: process.pid,
    startedAt: Math.round(performance.timeOrigin),
    ...(ticks === undefined ? {} : { startTicks: ticks }),
  };
}

/** Whether the owner still runs. `unknown` on another host, which cannot be asked, and where all that is known is that its id is in use. */
export function isAlive(owner: Owner): "alive" | "gone" | "unknown" {
  if (owner.host !== hostname()) return "unknown";
  if (owner.boot !== bootId()) return "gone";
  if (owner.startTicks !== undefined) return startTicks(owner.pid) === owner.startTicks ? "alive" : "gone";
  return owner.startedAt >= startOfMachine() - clockSlack && isInUse(owner.pid) ? "unknown" : "gone";
}

/** Identity of this boot of the machine; empty where the system gives none. */
export function bootId(): string {
  return readProc("/proc/sys/kernel/random/boot_id")?.trim() ?? "";
}

/** Linux: when a process that has not ended started, in clock ticks since the boot. Undefined elsewhere. See proc_pid_stat(5). */
function startTicks(pid: number): number | undefined {
  const stat = readProc(`/proc/${String(pid)}/stat`);
  // The second field is the program's name, which may hold spaces and brackets; what follows its last bracket is state and numbers.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  // An ended process that nobody has waited for yet (Z, X) is still listed.
  if (fields === undefined || fields[0] === "Z" || fields[0] === "X") return undefined;
  return Number(fields[19]);
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** Clocks are set while machines run; a minute is more than any correction. */
const clockSlack = 60_000;

function startOfMachine(): number {
  return Date.now() - uptime() * 1000;
}

function isInUse(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and is somebody else's.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
