import assert from "node:assert/strict";
import { test } from "node:test";
import type { VersionRef } from "../../../src/runner/model/spec.ts";
import type { LineageLink } from "../../../src/runner/store/queries/lineage.ts";
import { openReader } from "../../../src/runner/store/queries/reader.ts";
import type { Store } from "../../../src/runner/store/store.ts";
import { RunStory, saveVersion, trainingRun } from "./story.ts";
import { temporaryStore } from "./workspace.ts";

const version = ({ artifact, version }: VersionRef): string => `${artifact}@${version}`;
const link = ({ from, to, invocation, input }: LineageLink): string =>
  `${version(from)} → ${invocation}(${input}) → ${to === undefined ? "nothing" : version(to)}`;

async function lineage(store: Store, artifact: string, number = "1"): Promise<{ upstream: string[]; downstream: string[] }> {
  const reader = openReader(store);
  const { upstream, downstream } = await reader.lineage(artifact, number);
  reader.close();
  return { upstream: upstream.map(link), downstream: downstream.map(link) };
}

test("both ways to the ends, nearest first", async (t) => {
  const store = temporaryStore(t);
  const run = new RunStory(store, ["load", "clean", "train", "report"]);
  const raw = run.completes("load", "raw", 1);
  const clean = run.completes("clean", "clean", 2, { data: raw });
  const model = run.completes("train", "model", 3, { data: clean, base: saveVersion(store, "base", 9) });
  run.starts("report", { model });
  run.tell({ event: "step.completed", id: "report", attempt: 1 });
  run.ends();

  assert.deepEqual(await lineage(store, "model"), {
    upstream: ["base@1 → train(base) → model@1", "clean@1 → train(data) → model@1", "raw@1 → clean(data) → clean@1"],
    downstream: ["model@1 → report(model) → nothing"],
  });
  assert.deepEqual(await lineage(store, "raw"), {
    upstream: [],
    downstream: ["raw@1 → clean(data) → clean@1", "clean@1 → train(data) → model@1", "model@1 → report(model) → nothing"],
  });
});

test("it crosses runs, and a cached step stands with the run that did the work", async (t) => {
  const store = temporaryStore(t);
  const { data, model } = trainingRun(store);
  const second = new RunStory(store, ["train", "score"], { start: 10 });
  second.isCached("train", model, { data });
  second.completes("score", "score", 5, { model });
  second.ends();
  assert.deepEqual(await lineage(store, "score"), {
    upstream: ["model@1 → score(model) → score@1", "data@1 → train(data) → model@1"],
    downstream: [],
  });
  assert.deepEqual((await lineage(store, "data")).downstream, ["data@1 → train(data) → model@1", "model@1 → score(model) → score@1"]);
});

test("what meets again is told once", async (t) => {
  const store = temporaryStore(t);
  const run = new RunStory(store, ["load", "left", "right", "join"]);
  const raw = run.completes("load", "raw", 1);
  const left = run.completes("left", "left", 2, { data: raw });
  const right = run.completes("right", "right", 3, { data: raw });
  run.completes("join", "joined", 4, { "xs[0]": left, "xs[1]": right });
  run.ends();
  assert.deepEqual((await lineage(store, "joined")).upstream, [
    "left@1 → join(xs[0]) → joined@1",
    "right@1 → join(xs[1]) → joined@1",
    "raw@1 → left(data) → left@1",
    "raw@1 → right(data) → right@1",
  ]);
});

test("a version that nothing is known of has none", async (t) => {
  assert.deepEqual(await lineage(temporaryStore(t), "unknown"), { upstream: [], downstream: [] });
});
