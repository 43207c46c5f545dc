import { lstatSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { RunRecord } from "../../model/record.ts";
import { readWaiting } from "../database/waiting.ts";
import { listJournals, readJournal, readJournalLines } from "../journal.ts";
import { copyAside, moveAside, placeIn } from "./aside.ts";
import { replaceFile } from "../disk.ts";
import { foldEvents } from "../fold.ts";
import { isPlainFile } from "../inventory/plain-file.ts";
import { listRecordIds, namesIn } from "../listing.ts";
import { journalPath, recordPath, runNamesFolder } from "../paths.ts";
import { readRecord } from "../records.ts";
import { isRunNameFile, noteRunName } from "../run-names.ts";
import { slug } from "../slug.ts";
import type { Store } from "../store.ts";
import { manifestPath } from "../versions.ts";
import type { Found } from "./finding.ts";
import { manifestLost } from "./check-versions.ts";

export interface CheckedRuns {
  readonly records: number;
  readonly journals: number;
  readonly found: readonly Found[];
}

/** An empty journal is that of a run which begins, or of one that was killed at that instant; so much later (ms) it is the latter. */
const longestBeginning = 60 * 60 * 1000;

/** Looks through records, journals and run names, and for the versions that records tell of. */
export function checkRuns(store: Store, now: number): CheckedRuns {
  const found: Found[] = [];
  const names = new Map<string, { readonly name: string; readonly runId: string }>();
  const journals = listJournals(store);
  const waiting = new Set(journals);
  for (const id of journals) found.push(...checkJournal(store, id, now));
  const records = listRecordIds(store);
  for (const id of records) {
    const record = readRecord(store, id);
    if (!record.ok) {
      found.push(damagedRecord(store, id, waiting.has(id)));
      continue;
    }
    names.set(`${slug(record.value.name)}.json`, { name: record.value.name, runId: id });
    found.push(...lostVersions(store, record.value));
  }
  for (const file of namesIn(runNamesFolder(store)).filter((name) => name.endsWith(".json"))) {
    const path = join(runNamesFolder(store), file);
    if (!isRunNameFile(path)) found.push(damagedName(store, path, names.get(file)));
  }
  return { records: records.length, journals: journals.length, found };
}

function damagedRecord(store: Store, id: string, hasJournal: boolean): Found {
  const path = recordPath(store, id);
  return {
    kind: "damaged",
    path: placeIn(store, path),
    message: "This record of a run cannot be read.",
    help: hasJournal
      ? "Its journal is still there: `stepwright db sync` makes the record anew."
      : "The run is lost. Its results are kept, and other runs are not concerned.",
    mend: () => {
      moveAside(store, path);
    },
  };
}

function lostVersions(store: Store, record: RunRecord): Found[] {
  return Object.values(record.steps)
    .flatMap((step) => (step.status === "cached" ? [] : Object.values(step.outputs)))
    .flatMap(({ artifact, version }) => {
      const path = manifestPath(store, artifact, version);
      // What is there and cannot be read is found among the manifests.
      return lstatSync(path, { throwIfNoEntry: false }) === undefined ? [manifestLost(store, path, artifact, version)] : [];
    });
}

function checkJournal(store: Store, id: string, now: number): Found[] {
  const path = journalPath(store, id);
  const place = placeIn(store, path);
  const { events, damaged } = readJournal(store, id);
  const record = foldEvents(events);
  if (record !== undefined && damaged === 0) return [];
  // Whoever writes it knows more than we do.
  if (readWaiting(store, id, now)?.kind === "live") return [];
  if (isPlainFile(path) && readJournalLines(path).length === 0) {
    const age = now - lstatSync(path).mtimeMs;
    if (age <= longestBeginning) return [];
    const message = "This journal is empty: its run was ended before it began.";
    const mend = (): void => rmSync(path, { force: true });
    return [{ kind: "stray", path: place, message, help: "The next `stepwright prune` removes it.", mend }];
  }
  const message = record === undefined ? "This journal of a run cannot be read." : `${damaged} lines of this journal do not count.`;
  const help = "What was said before the damage is kept, and the run is shown as far as that.";
  const mend = (): void => {
    if (record === undefined) {
      moveAside(store, path);
      return;
    }
    copyAside(store, path);
    replaceFile(store, path, events.map((event) => `${JSON.stringify(event)}\n`).join(""));
  };
  return [{ kind: "damaged", path: place, message, help, mend }];
}

function damagedName(store: Store, path: string, owner: { readonly name: string; readonly runId: string } | undefined): Found {
  return {
    kind: "damaged",
    path: placeIn(store, path),
    message: "This file says which run has a name, and cannot be read.",
    help: owner === undefined ? "The name can be given again once the file is gone." : `It is the name of run ${owner.runId}.`,
    mend: () => {
      moveAside(store, path);
      if (owner !== undefined) noteRunName(store, owner.name, owner.runId);
    },
  };
}
