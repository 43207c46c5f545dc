import { closeSync, constants, lstatSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod/mini";
import type { RunRecord, StepRecord } from "../model/record.ts";
import { inFolder, onDisk, replaceFile } from "./disk.ts";
import { isPlainFile } from "./inventory/plain-file.ts";
import { namesIn } from "./listing.ts";
import { isRunId, stepRunsName, stepRunsPath, stepsFolder } from "./paths.ts";
import type { Store } from "./store.ts";

/** A line of `steps/<step>/runs.jsonl`: a run in which the step had a cache key. */
const StepRun = z.object({ run: z.string(), pipeline: z.string() });
export type StepRun = z.infer<typeof StepRun>;

/**
 * Notes for each step of a finished run that this run has it, so that the next one can be compared with it without a search. One short
 * line is added for each definition: two runs cannot be in each other's way, and nothing is read. It only saves time, so what cannot be
 * written is no matter.
 */
export function noteStepRuns(store: Store, record: RunRecord): void {
  const identities = new Set(record.spec.invocations.flatMap(({ id, identity }) => (hasKey(record.steps[id]) ? (identity ?? []) : [])));
  const line = `${JSON.stringify({ run: record.id, pipeline: record.pipeline } satisfies StepRun)}\n`;
  for (const identity of identities) {
    const path = stepRunsPath(store, identity);
    onDisk(path, () => {
      inFolder(dirname(path), () => {
        appendLine(path, line);
      });
    });
  }
}

const hasKey = (step: StepRecord | undefined): boolean => step?.cacheKey !== undefined;

/** A link in the place of the file would have us write to another one: a store that came with a clone could have it. */
function appendLine(path: string, line: string): void {
  const file = openSync(path, appending);
  try {
    writeSync(file, line);
  } finally {
    closeSync(file);
  }
}

const appending = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;

/** So many are told at most, and no more lines are looked at than that needs: the file grows with every run. */
const most = 200;

/** The runs that have a step and began before the run `before` (all of them where none is named), newest first; empty where none was noted. */
export function stepRunsBefore(store: Store, identity: string, before: string | undefined): StepRun[] {
  const path = stepRunsPath(store, identity);
  const read = onDisk(path, () => (lstatSync(path, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(path, "utf8") : ""));
  const lines = read.ok ? read.value.split("\n") : [];
  const found: StepRun[] = [];
  for (let line = lines.pop(); line !== undefined && found.length < most; line = lines.pop())
    found.push(...parsed(line).filter(({ run }) => before === undefined || run < before));
  // Lines are in the order in which runs have ended.
  return found.sort((a, b) => (a.run < b.run ? 1 : -1));
}

/**
 * Drops the lines of runs that are gone. Runs that end meanwhile add their lines to the file that was there; what they have added to it by
 * the time it is replaced is taken along.
 *
 * @param isGone of a run id
 */
export function forgetStepRuns(store: Store, isGone: (run: string) => boolean): void {
  const folder = stepsFolder(store);
  for (const step of namesIn(folder)) {
    const path = join(folder, step, stepRunsName);
    if (lstatSync(join(folder, step), { throwIfNoEntry: false })?.isDirectory() === true && isPlainFile(path))
      onDisk(path, () => {
        dropLines(store, path, isGone);
      });
  }
}

function dropLines(store: Store, path: string, isGone: (run: string) => boolean): void {
  const file = openSync(path, "r");
  try {
    const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
    const kept = lines.filter((line) => parsed(line).some(({ run }) => !isRunId(run) || !isGone(run)));
    if (kept.length === lines.length) return;
    replaceFile(store, path, kept.map((line) => `${line}\n`).join(""));
    // Goes on where the reading ended.
    const added = readFileSync(file, "utf8");
    if (added !== "") appendLine(path, added);
  } finally {
    closeSync(file);
  }
}

/** A line that was cut off by a crash is passed over. */
const parsed = (line: string): StepRun[] => {
  try {
    return [StepRun.parse(JSON.parse(line))];
  } catch {
    return [];
  }
};
