import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest } from "../../../src/runner/model/nearest.ts";

const names = ["model", "accuracy", "train::model", "x", "y"];

test("a mistyped name leads to the one that was meant", () => {
  assert.equal(nearest("modle", names), "model");
  assert.equal(nearest("Model", names), "model");
  assert.equal(nearest("acuracy", names), "accuracy");
  assert.equal(nearest("train:model", names), "train::model");
});

test("a name that is nothing like the others leads nowhere", () => {
  assert.equal(nearest("confusion", names), undefined);
  assert.equal(nearest("z", names), undefined);
  assert.equal(nearest("", names), undefined);
  assert.equal(nearest("model", []), undefined);
});

test("of several, the one with the fewest changes", () => {
  assert.equal(nearest("loss_2", ["loss_10", "loss_1", "lots_2"]), "loss_1");
});
