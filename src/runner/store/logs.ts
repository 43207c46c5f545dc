import { join } from "node:path";
import { plainOrSlug } from "./slug.ts";
import type { Store } from "./store.ts";

/** The log of one attempt as records name it: relative to `.stepwright/`, with `/`. Attempts count from 1. */
export function logFile(runId: string, invocation: string, attempt: number): string {
  return `logs/${plainOrSlug(runId)}/${plainOrSlug(invocation)}.${String(attempt)}.log`;
}

/** The folder with the logs of a run. */
export function logsFolder(store: Store, runId: string): string {
  return join(store.root, "logs", plainOrSlug(runId));
}

/** The absolute path of the log of one attempt. Whoever writes it makes the folder. */
export function logPath(store: Store, runId: string, invocation: string, attempt: number): string {
  return join(store.root, logFile(runId, invocation, attempt));
}
