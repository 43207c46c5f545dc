import { objectName } from "../inventory/object-files.ts";
import { versionKey } from "../inventory/version-files.ts";
import type { PlacedVersion, RunFacts, Survey } from "./survey.ts";

/** What may go. Each rule that is given narrows the others: a run goes where all of them let it. */
export interface PruneRules {
  /** Runs that began longer ago, in milliseconds. */
  readonly olderThan?: number;
  /** All but so many, the newest of each pipeline. */
  readonly keep?: number;
  /** The oldest, until the contents of all versions take no more than so many bytes. */
  readonly maxSize?: number;
  /** Also versions whose run is gone and which no other run has to do with. */
  readonly unreferenced?: boolean;
}

/** What goes: runs, and versions that nobody else has to do with. */
export interface Choice {
  readonly runs: readonly RunFacts[];
  readonly versions: readonly PlacedVersion[];
}

/** Chooses what goes by rules. A run that goes on stays, and all that it has to do with. `now` in milliseconds since 1970. */
export function choose(survey: Survey, rules: PruneRules, now: number): Choice {
  const byRun = rules.olderThan !== undefined || rules.keep !== undefined || rules.maxSize !== undefined;
  const allowed = byRun ? candidates(survey.runs, rules, now) : [];
  const runs = rules.maxSize === undefined ? allowed : untilSmall(survey, allowed, rules.maxSize);
  return withVersions(survey, runs, rules.unreferenced === true);
}

/** The runs, and those of their versions that no other run has to do with. `orphans`: also those whose run is gone. */
export function withVersions({ runs, unreadable, versions }: Survey, dropped: readonly RunFacts[], orphans = false): Choice {
  const going = new Set(dropped.map(({ id }) => id));
  const staying = runs.filter(({ id }) => !going.has(id));
  const needed = new Set(staying.flatMap((run) => Array.from(run.versions)));
  const known = new Set([...runs.map(({ id }) => id), ...unreadable]);
  return {
    runs: dropped,
    versions: versions.filter((version) => {
      const run = version.producer?.run;
      // What a person saved or named is the person's to delete.
      if (run === undefined || !isNumbered(version) || needed.has(versionKey(version))) return false;
      return going.has(run) || (orphans && !known.has(run));
    }),
  };
}

const isNumbered = ({ version }: PlacedVersion): boolean => /^\d+$/.test(version);

/** Oldest first. */
function candidates(runs: readonly RunFacts[], { olderThan, keep }: PruneRules, now: number): RunFacts[] {
  const newer = new Map<string, number>();
  const chosen: RunFacts[] = [];
  for (const run of runs.toReversed()) {
    const count = newer.get(run.pipeline) ?? 0;
    newer.set(run.pipeline, count + 1);
    if (run.isLive) continue;
    if (keep !== undefined && count < keep) continue;
    if (olderThan !== undefined && now - run.startedAt <= olderThan) continue;
    chosen.push(run);
  }
  return chosen.reverse();
}

/** As many of the oldest as it takes, counting a content once however many versions have it. */
function untilSmall(survey: Survey, allowed: readonly RunFacts[], maxSize: number): RunFacts[] {
  const users = countBy(survey.runs.flatMap((run) => Array.from(run.versions)));
  const holders = countBy(survey.versions.map(({ content }) => objectName(content)));
  const sizes = new Map(survey.versions.map(({ content }) => [objectName(content), content.bytes]));
  const madeBy = Map.groupBy(survey.versions.filter(isNumbered), ({ producer }) => producer?.run);
  const byKey = new Map(survey.versions.map((version) => [versionKey(version), version]));
  const gone = new Set<string>();
  let size = Array.from(sizes.values()).reduce((total, bytes) => total + bytes, 0);
  const drop = (version: PlacedVersion | undefined): void => {
    if (version?.producer === undefined || !gone.has(version.producer.run) || (users.get(versionKey(version)) ?? 0) > 0) return;
    const name = objectName(version.content);
    if (decrement(holders, name) === 0) size -= sizes.get(name) ?? 0;
  };
  const dropped: RunFacts[] = [];
  for (const run of allowed) {
    if (size <= maxSize) break;
    dropped.push(run);
    gone.add(run.id);
    const touched = new Set([...run.versions, ...(madeBy.get(run.id) ?? []).map(versionKey)]);
    for (const key of run.versions) decrement(users, key);
    for (const key of touched) drop(byKey.get(key));
  }
  return dropped;
}

function countBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function decrement(counts: Map<string, number>, key: string): number {
  const left = (counts.get(key) ?? 1) - 1;
  counts.set(key, left);
  return left;
}
