import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fillName } from "../../../src/runner/execute/run-name.ts";

const context = {
  pipeline: "training",
  startedAt: new Date("2026-01-31T23:59:58.123Z"),
  parameters: { epochs: 10, nested: [1], date: "a parameter" },
  substitutions: { team: "vision" },
};

describe("a run's name", () => {
  it("is pipeline, date and time by default", () => {
    assert.deepEqual(fillName(undefined, context), { ok: true, value: "training-2026_01_31-23_59_58_123000" });
  });

  it("takes parameters and substitutions", () => {
    assert.deepEqual(fillName("{team}-{epochs}", context), { ok: true, value: "vision-10" });
  });

  it("lets a substitution replace the date", () => {
    assert.deepEqual(fillName("{date}", { ...context, substitutions: { date: "today" } }), { ok: true, value: "today" });
  });

  it("names template, key and the nearest placeholder", () => {
    const result = fillName("run-{epoch}", context);
    assert.ok(!result.ok);
    assert.equal(result.error.code, "SW1026");
    assert.match(result.error.message, /`run-\{epoch\}` has an unknown placeholder \{epoch\}/);
    assert.match(result.error.help, /Did you mean \{epochs\}/);
  });

  it("does not put lists into names", () => {
    assert.equal(fillName("{nested}", context).ok, false);
  });
});
