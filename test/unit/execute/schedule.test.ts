import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { Schedule, type Consequences, type Ending, type Planned } from "../../../src/runner/execute/schedule.ts";
import type { ExecutionMode } from "../../../src/runner/model/status.ts";

/** A graph in the order of calls: each invocation may name earlier ones. */
const graphs = fc.array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 30 }).map((lists) =>
  lists.map((upstream, index): Planned => ({
    id: `s${String(index)}`,
    upstream: index === 0 ? [] : upstream.map((n) => `s${String(n % index)}`),
  })),
);
const endings = fc.array(fc.constantFrom<Ending>("succeeded", "succeeded", "succeeded", "failed"), { minLength: 30, maxLength: 30 });
const modes = fc.constantFrom<ExecutionMode>("continueOnFailure", "stopOnFailure", "failFast");

interface Story {
  readonly started: string[];
  readonly ended: Map<string, Ending | "skipped">;
  readonly done: boolean;
}

/** Plays a whole run: starts what is ready in an order that `picks` chooses, and ends it as `outcomes` say. */
const play = (
  graph: readonly Planned[],
  mode: ExecutionMode,
  outcomes: readonly Ending[],
  picks: readonly number[],
  limit: number,
): Story => {
  const schedule = new Schedule(mode);
  const ready: string[] = [];
  const running: string[] = [];
  const started: string[] = [];
  const ended = new Map<string, Ending | "skipped">();
  const stopping = new Set<string>();
  const apply = (changes: Consequences): void => {
    ready.push(...changes.ready);
    for (const { id } of changes.skipped) ended.set(id, "skipped");
    for (const id of changes.cancelled) ended.set(id, "cancelled");
    for (const id of changes.stop) stopping.add(id);
  };
  apply(schedule.add(graph));
  for (let turn = 0; !schedule.done && turn < 10_000; turn++) {
    while (running.length < limit && ready.length > 0) {
      const [id = ""] = ready.splice((picks[turn % picks.length] ?? 0) % ready.length, 1);
      if (!schedule.isReady(id)) continue;
      for (const upstream of graph.find((planned) => planned.id === id)?.upstream ?? [])
        assert.equal(ended.get(upstream), "succeeded", `${id} started before ${upstream}`);
      schedule.start(id);
      started.push(id);
      running.push(id);
    }
    const [id] = running.splice((picks[(turn + 7) % picks.length] ?? 0) % Math.max(1, running.length), 1);
    if (id === undefined) break;
    const ending = stopping.has(id) ? "cancelled" : (outcomes[graph.findIndex((planned) => planned.id === id)] ?? "succeeded");
    ended.set(id, ending);
    const foreseen = schedule.readyAfter(id);
    const changes = schedule.end(id, ending);
    if (ending === "succeeded") assert.deepEqual(foreseen, changes.ready, "what is ready after a success is known before it");
    apply(changes);
  }
  return { started, ended, done: schedule.done };
};

const picks = fc.array(fc.nat(), { minLength: 5, maxLength: 20 });

describe("a schedule", () => {
  it("ends every invocation once, and starts each at most once, after all of its upstreams", () => {
    fc.assert(
      fc.property(graphs, modes, endings, picks, fc.integer({ min: 1, max: 5 }), (graph, mode, outcomes, order, limit) => {
        const { started, ended, done } = play(graph, mode, outcomes, order, limit);
        assert.ok(done);
        assert.equal(new Set(started).size, started.length);
        assert.deepEqual([...ended.keys()].sort(), graph.map(({ id }) => id).sort());
      }),
    );
  });

  it("runs everything where nothing fails", () => {
    fc.assert(
      fc.property(graphs, modes, picks, fc.integer({ min: 1, max: 5 }), (graph, mode, order, limit) => {
        const { started } = play(graph, mode, [], order, limit);
        assert.equal(started.length, graph.length);
      }),
    );
  });

  it("goes on with independent branches, and skips exactly what depends on a failure", () => {
    fc.assert(
      fc.property(graphs, endings, picks, (graph, outcomes, order) => {
        const { ended } = play(graph, "continueOnFailure", outcomes, order, 2);
        for (const { id, upstream } of graph) {
          const blocked = upstream.some((other) => ended.get(other) !== "succeeded");
          assert.equal(ended.get(id) === "skipped", blocked, id);
        }
      }),
    );
  });

  it("names the upstreams that made a step pointless", () => {
    const schedule = new Schedule("continueOnFailure");
    schedule.add([
      { id: "a", upstream: [] },
      { id: "b", upstream: [] },
      { id: "c", upstream: ["a", "b"] },
      { id: "d", upstream: ["c"] },
    ]);
    schedule.start("a");
    assert.deepEqual(schedule.end("a", "failed").skipped, [
      { id: "c", because: ["a"] },
      { id: "d", because: ["c"] },
    ]);
    assert.equal(schedule.isReady("b"), true);
  });

  it("starts nothing new after a failure when it stops on failure, and lets what runs finish", () => {
    const schedule = new Schedule("stopOnFailure");
    schedule.add([
      { id: "a", upstream: [] },
      { id: "b", upstream: [] },
      { id: "c", upstream: [] },
    ]);
    schedule.start("a");
    schedule.start("b");
    assert.deepEqual(schedule.end("a", "failed"), { ready: [], skipped: [{ id: "c", because: ["a"] }], cancelled: [], stop: [] });
    assert.equal(schedule.done, false);
    schedule.end("b", "succeeded");
    assert.equal(schedule.done, true);
  });

  it("stops what runs when it fails fast", () => {
    const schedule = new Schedule("failFast");
    schedule.add([
      { id: "a", upstream: [] },
      { id: "b", upstream: [] },
      { id: "c", upstream: ["b"] },
    ]);
    schedule.start("a");
    schedule.start("b");
    assert.deepEqual(schedule.end("a", "failed"), { ready: [], skipped: [], cancelled: ["c"], stop: ["b"] });
    schedule.end("b", "cancelled");
    assert.equal(schedule.done, true);
  });

  it("takes invocations that are added while the run goes on", () => {
    const schedule = new Schedule("continueOnFailure");
    schedule.add([{ id: "a", upstream: [] }]);
    schedule.start("a");
    schedule.end("a", "succeeded");
    assert.deepEqual(schedule.add([{ id: "b", upstream: ["a"] }]).ready, ["b"]);
    schedule.start("b");
    schedule.end("b", "failed");
    assert.deepEqual(schedule.add([{ id: "c", upstream: ["b"] }]).skipped, [{ id: "c", because: ["b"] }]);
    assert.equal(schedule.done, true);
  });

  it("handles a chain of 20,000 without running out of stack", () => {
    const chain = Array.from({ length: 20_000 }, (_, index) => ({ id: String(index), upstream: index === 0 ? [] : [String(index - 1)] }));
    const schedule = new Schedule("continueOnFailure");
    schedule.add(chain);
    schedule.start("0");
    assert.equal(schedule.end("0", "failed").skipped.length, 19_999);
  });
});
