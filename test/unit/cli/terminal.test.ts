import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createScreen, type Environment } from "../../../src/runner/cli/terminal.ts";
import { Captured } from "./support/terminal.ts";

const colored = (columns: number | undefined, environment: Environment, flag = true): boolean =>
  createScreen(new Captured(columns), environment, flag).colors.isColorSupported;

describe("colours", () => {
  it("are for terminals", () => {
    assert.equal(colored(80, {}), true);
    assert.equal(colored(undefined, {}), false);
    assert.equal(colored(80, { TERM: "dumb" }), false);
  });

  it("can be forced and refused", () => {
    assert.equal(colored(undefined, { FORCE_COLOR: "1" }), true);
    assert.equal(colored(80, { FORCE_COLOR: "0" }), false);
    assert.equal(colored(80, { NO_COLOR: "1" }), false);
    assert.equal(colored(80, { NO_COLOR: "" }), true);
    assert.equal(colored(80, { NO_COLOR: "1", FORCE_COLOR: "1" }), false);
    assert.equal(colored(80, { FORCE_COLOR: "1" }, false), false);
  });
});

describe("a screen", () => {
  it("is drawn on only where a person looks at it", () => {
    const live = (columns: number | undefined, environment: Environment): boolean =>
      createScreen(new Captured(columns), environment, true).live;
    assert.equal(live(80, {}), true);
    assert.equal(live(undefined, {}), false);
    assert.equal(live(80, { CI: "true" }), false);
    assert.equal(live(80, { TERM: "dumb" }), false);
  });

  it("has a width only where it is a terminal", () => {
    assert.equal(createScreen(new Captured(100), {}, true).columns(), 100);
    assert.equal(createScreen(new Captured(), {}, true).columns(), undefined);
  });
});
