import { strict as assert } from "node:assert";
import { join } from "node:path";
import { test } from "node:test";
import { bindingAt } from "../../../src/runner/analysis/signature/place.ts";
import { project } from "./project.ts";

test("a position in a value has the name of its binding", (t) => {
  const text = `import { pipeline } from "stepwright";
export const one = §pipeline(() => 1§);
const options = { name: "x" };
export const all = { two: pipe§line(options, () => {
  return §2;
}), three: [pipeline(() => §3)] };
class Pipelines { static four = §pipeline(() => 4); }
export default §pipeline(() => 5);
§if (import.meta.main) await one();
`;
  const workspace = project(t, { "a.ts": text.replaceAll("§", "") });
  const marks = text.split("\n").flatMap((line, index) => {
    const parts = line.split("§");
    return parts.slice(1).map((_, mark) => [index + 1, parts.slice(0, mark + 1).join("").length + 1] as const);
  });
  assert.deepEqual(
    marks.map(([line, column]) => bindingAt(join(workspace, "a.ts"), line, column)),
    ["one", "one", "all.two", "all.two", "all.three[0]", "Pipelines.four", "default", undefined],
  );
});

test("a position outside the file, or of a file that is not there, has none", (t) => {
  const workspace = project(t, { "a.ts": "export const a = 1;\n" });
  assert.equal(bindingAt(join(workspace, "a.ts"), 99, 1), undefined);
  assert.equal(bindingAt(join(workspace, "a.ts"), 0, 1), undefined);
  assert.equal(bindingAt(join(workspace, "b.ts"), 1, 1), undefined);
});
