import { existsSync, statSync } from "node:fs";
import type { RunRecord } from "../../model/record.ts";
import { foldEvents, interrupt } from "../fold.ts";
import { readJournal } from "../journal.ts";
import { livenessOf } from "../liveness.ts";
import { journalPath, recordPath } from "../paths.ts";
import { readRecord } from "../records.ts";
import type { Store } from "../store.ts";

/**
 * What a journal that still lies there says of its run.
 *
 * `finished`: nothing will be added; `recorded` says whether `runs/` has the record already.
 * `live`: its process runs, or gives signs of life where it cannot be asked.
 * `interrupted`: its process is gone or silent. The journal stays the truth for a day after its last event, so that a process which was
 * only taken for gone (suspended, or in a container that shares the folder) undoes it by writing on; then it is `settled`. Of one that is
 * silent it stays, and until a day has passed it `mayGoOn`: nothing that it could need is deleted.
 */
export type WaitingRun =
  | { readonly kind: "finished"; readonly record: RunRecord; readonly recorded: boolean }
  | { readonly kind: "live"; readonly record: RunRecord }
  | { readonly kind: "interrupted"; readonly record: RunRecord; readonly settled: boolean; readonly mayGoOn: boolean };

/** Whether something may still be added to a run, so that what it has to do with must stay. */
export const mayGoOn = (run: WaitingRun): boolean => run.kind === "live" || (run.kind === "interrupted" && run.mayGoOn);

/** How long a journal must have been quiet before nobody is expected to write on, in milliseconds. */
const quietTime = 24 * 60 * 60 * 1000;

const isFinal = ({ status }: RunRecord): boolean => status === "completed" || status === "failed" || status === "cancelled";

/** The state of a run whose journal is waiting; undefined where neither journal nor record can be read. `now` in milliseconds since 1970. */
export function readWaiting(store: Store, id: string, now: number): WaitingRun | undefined {
  if (existsSync(recordPath(store, id))) {
    const recorded = readRecord(store, id);
    if (recorded.ok && isFinal(recorded.value)) return { kind: "finished", record: recorded.value, recorded: true };
  }
  const record = foldEvents(readJournal(store, id).events);
  if (record === undefined) return undefined;
  if (isFinal(record)) return { kind: "finished", record, recorded: false };
  const lastEvent = statSync(journalPath(store, id), { throwIfNoEntry: false })?.mtimeMs ?? now;
  const quiet = now - lastEvent > quietTime;
  const liveness = livenessOf(record.owner, lastEvent, now);
  switch (liveness) {
    case "alive":
      return { kind: "live", record };
    case "gone":
      return { kind: "interrupted", record: interrupt(record, lastEvent), settled: quiet, mayGoOn: false };
    case "silent":
      // A machine that we cannot ask. Its run is shown as what it most likely is, and its journal is never touched.
      return { kind: "interrupted", record: interrupt(record, lastEvent), settled: false, mayGoOn: !quiet };
    default:
      return liveness satisfies never;
  }
}
