import assert from "node:assert/strict";
import { it } from "node:test";
import { torture } from "../torture/torture.ts";

it("what is stored survives kills, cuts and damage: a short round of `npm run torture`", async () => {
  const { outcomes } = await torture(1, 4711, 3);
  assert.equal(
    outcomes.reduce((sum, { tried }) => sum + tried, 0),
    3,
  );
  assert.deepEqual(
    outcomes.flatMap(({ violations }) => violations),
    [],
  );
});
