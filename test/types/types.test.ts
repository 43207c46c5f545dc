import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { typeProblems } from "./check-types.ts";

const projectAt = (folder: string): string => path.resolve(import.meta.dirname, folder, "tsconfig.json");

test("the types of the authoring language allow and refuse what they should", () => {
  assert.deepEqual(typeProblems(projectAt(".")), []);
});

test("the example type-checks with its own settings", () => {
  assert.deepEqual(typeProblems(projectAt("../../examples/iris")), []);
});
