// Loaded before a program (`--import`): tells the process that has started it how much memory it had at most, in bytes.
import { readFileSync } from "node:fs";

process.channel?.unref();
process.once("exit", () => process.send?.(peak()));

/** What the system says of this program; `maxRSS` counts from before it was loaded, when the process was still a copy of its parent. */
function peak() {
  try {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
