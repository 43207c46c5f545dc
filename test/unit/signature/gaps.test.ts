import { strict as assert } from "node:assert";
import { test } from "node:test";
import { annotationFailure, unannotated, unchecked } from "../../../src/runner/analysis/signature/gaps.ts";
import { project, read } from "./project.ts";

const source = `import { html, outputs, step, pipeline, type Unmaterialized } from "stepwright";
export const typed = step((n: number, ref: Unmaterialized<number>): number[] => [n]);
export const loose = step((n, { k = 2, m }: { k?: number; m: any }) => outputs({ half: n, done: () => k }));
export const nothing = step(() => {});
export const page = step(() => ({ page: html\`<b>\${1}</b>\`, done: () => 1 }));
export const all = pipeline((n) => typed(n));
`;

test("gaps are what nobody wrote a type for, and what cannot be checked", (t) => {
  const { signatures } = read(project(t, { "a.ts": source }), [
    "a.ts#typed",
    "a.ts#loose",
    "a.ts#nothing",
    "a.ts#page",
    "pipeline a.ts#all",
  ]);
  assert.deepEqual(
    signatures.map((signature) => unannotated(signature).map(({ side, name }) => `${side} ${name}`)),
    [[], ["input n", "output half", "output done"], [], ["output output"], ["input n"]],
  );
  assert.deepEqual(
    signatures.map((signature) => unchecked(signature).map(({ side, name, notes }) => `${side} ${name}: ${notes.join("; ")}`)),
    [
      [],
      ["input n: value: any", "input m: value: any", "output half: value: any", "output done: value: what a function takes and returns"],
      [],
      // Of a page, which is ours, nobody is told anything.
      ["output output: done: what a function takes and returns"],
      ["input n: value: any"],
    ],
  );
  assert.deepEqual(
    signatures.map((signature) => annotationFailure(signature)?.message),
    [
      undefined,
      "The step `loose` has no type annotation for the input `n`, the output `half`, the output `done`.",
      undefined,
      "The step `page` has no type annotation for the output `output`.",
      "The pipeline `all` has no type annotation for the input `n`.",
    ],
  );
});
