import { join } from "node:path";
import { isRunId } from "./paths.ts";
import { plainOrSlug, slug } from "./slug.ts";
import type { Store } from "./store.ts";

/** The log of one attempt as records name it: relative to `.stepwright/`, with `/`. Attempts count from 1. */
export function logFile(runId: string, invocation: string, attempt: number): string {
  return `logs/${folderName(runId)}/${plainOrSlug(invocation)}.${String(attempt)}.log`;
}

/** The folder with the logs of a run. */
export function logsFolder(store: Store, runId: string): string {
  return join(store.root, "logs", folderName(runId));
}

/** The absolute path of the log of one attempt. Whoever writes it makes the folder. */
export function logPath(store: Store, runId: string, invocation: string, attempt: number): string {
  return join(store.root, logFile(runId, invocation, attempt));
}

/** Ids of runs are in upper case, all of them, and differ in more than that. */
function folderName(runId: string): string {
  return isRunId(runId) ? runId : slug(runId);
}
