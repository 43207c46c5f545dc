import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { checkStore, repairStore } from "../../src/runner/store/check/check-store.ts";
import { databasePath } from "../../src/runner/store/database/file.ts";
import { openReader } from "../../src/runner/store/queries/reader.ts";
import type { Store } from "../../src/runner/store/store.ts";
import type { Fault } from "./faults.ts";
import type { Running, World } from "./world.ts";

/** What must hold after every fault. Each throws where it does not. */
export interface Invariant {
  readonly name: string;
  readonly check: (after: After) => Promise<void>;
}

/** What happened. */
export interface After {
  readonly world: World;
  readonly fault: Fault;
  /** Runs in which the fault happened. All their coordinators have ended. */
  readonly runs: readonly Running[];
}

const noneRunning: Invariant = {
  name: "no run goes on without its process",
  check: async ({ world }) => {
    const reader = openReader(world.store);
    const statuses = (await reader.listRuns()).map(({ status }) => status);
    reader.close();
    assert.deepEqual(
      statuses.filter((status) => status === "running" || status === "initializing"),
      [],
    );
  },
};

const nextRunWorks: Invariant = {
  name: "the next run ends well, with the right value, and takes what was finished from the cache",
  check: async ({ world, fault, runs }) => {
    const run = await world.run().ended;
    assert.equal(run?.status, "completed", JSON.stringify(run?.error ?? run?.steps));
    const preview = run.steps["total"]?.outputs["output"]?.preview;
    assert.equal(preview?.kind === "scalar" ? preview.text : preview, world.expected);
    if (!fault.keepsFinished) return;
    const finished = new Set(runs.flatMap(({ heard }) => heard.flatMap((event) => (event.event === "step.completed" ? [event.id] : []))));
    const again = Object.entries(run.steps).filter(([id, { status }]) => finished.has(id) && status !== "cached");
    assert.deepEqual(
      again.map(([id]) => id),
      [],
      "finished steps ran again",
    );
  },
};

const nothingDamaged: Invariant = {
  name: "nothing is damaged, or a repair takes care of it",
  check: async ({ world, fault }) => {
    const before = await findings(world.store);
    if (fault.keepsFinished)
      assert.deepEqual(
        before.filter((line) => line.startsWith("damaged")),
        [],
      );
    await repair(world.store);
    // A content without a name counts as stray from a certain age on, and can come of age right now.
    const later = await findings(world.store);
    assert.deepEqual(
      later.filter((line) => line.startsWith("damaged")),
      [],
    );
    if (later.length > 0) await repair(world.store);
    assert.deepEqual(await findings(world.store), []);
  },
};

async function repair(store: Store): Promise<void> {
  const repaired = await repairStore(store);
  assert.ok(repaired.ok, repaired.ok ? "" : repaired.error.message);
}

async function findings(store: Store): Promise<string[]> {
  const report = await checkStore(store);
  assert.ok(report.ok, report.ok ? "" : report.error.message);
  return report.value.findings.map(({ kind, path, message }) => `${kind} ${path}: ${message}`);
}

const sameWithoutDatabase: Invariant = {
  name: "runs, run show and artifacts say the same after the database is deleted",
  check: async ({ world }) => {
    const before = await answers(world.store);
    rmSync(databasePath(world.store), { force: true });
    assert.deepEqual(await answers(world.store), before);
  },
};

async function answers(store: Store): Promise<unknown> {
  const reader = openReader(store);
  const runs = await reader.listRuns();
  const records = await Promise.all(runs.map(({ id }) => reader.getRun(id)));
  const artifacts = await reader.listArtifacts();
  const versions = artifacts.map(({ name }) => reader.getArtifact(name));
  reader.close();
  return { runs, records, artifacts, versions };
}

/** In this order: the store is looked at as the fault left it first. */
export const invariants: readonly Invariant[] = [noneRunning, nextRunWorks, nothingDamaged, sameWithoutDatabase];
