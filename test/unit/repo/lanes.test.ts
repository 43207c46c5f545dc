import assert from "node:assert/strict";
import { test } from "node:test";
import { inLanes } from "../../harness/lanes.ts";

test("at most so many run at once, and answers keep the order of the list", async () => {
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<string>());
  const started: number[] = [];
  const results = inLanes(2, gates, (gate) => {
    started.push(gates.indexOf(gate));
    return gate.promise;
  });
  assert.deepEqual(started, [0, 1]);
  gates[1]?.resolve("b");
  await gates[1]?.promise;
  await Promise.resolve();
  assert.deepEqual(started, [0, 1, 2]);
  gates[3]?.resolve("d");
  gates[2]?.resolve("c");
  gates[0]?.resolve("a");
  assert.deepEqual(await results, ["a", "b", "c", "d"]);
});
