import { strict as assert } from "node:assert";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { WarmChecker } from "../../../src/runner/analysis/signature/warm-checker.ts";
import { project, read, request, shown, shownFailure } from "./project.ts";

const files = {
  "row.ts": "export interface Row { id: number }\n",
  "helper.ts": `import type { Row } from "./row.ts";\nexport const rows = (): Row[] => [];\n`,
  "a.ts": `import { step } from "stepwright";\nimport { rows } from "./helper.ts";\nexport const a = step((n: number) => rows());\n`,
};

const checkerOf = (t: TestContext): WarmChecker => {
  const checker = new WarmChecker();
  t.after(() => {
    checker.release();
  });
  return checker;
};

/** What it says of `a.ts#a`, with the type that rows have. */
const said = (checker: WarmChecker, workspace: string): string => {
  const result = checker.read(request(workspace, ["a.ts#a"]));
  if (!result.ok) return shownFailure(result.error);
  const [signature] = result.value.signatures;
  const schema = signature?.types.outputs["output"]?.schema;
  return signature === undefined ? "nothing" : `${shown(signature)} ${JSON.stringify(schema?.$defs?.["Row"]?.properties)}`;
};

test("a warm checker sees every edit, wherever it is, and says what a new one would", (t) => {
  const workspace = project(t, files);
  const checker = checkerOf(t);
  const edit = (file: string, text: string): string => {
    writeFileSync(join(workspace, file), text);
    return said(checker, workspace);
  };
  assert.equal(said(checker, workspace), `(n: number) → output: Row[] {"id":{"type":"number"}}`);
  assert.equal(edit("row.ts", "export interface Row { id: string }\n"), `(n: number) → output: Row[] {"id":{"type":"string"}}`);
  assert.equal(edit("a.ts", files["a.ts"].replace("n: number", "m: string")), `(m: string) → output: Row[] {"id":{"type":"string"}}`);
  rmSync(join(workspace, "row.ts"));
  assert.equal(said(checker, workspace), "(m: string) → output: Row[] undefined");
  assert.equal(edit("row.ts", files["row.ts"]), `(m: string) → output: Row[] {"id":{"type":"number"}}`);
  const result = checker.read(request(workspace, ["a.ts#a"]));
  assert.ok(result.ok);
  assert.deepEqual(result.value.signatures, read(workspace, ["a.ts#a"]).signatures);
  rmSync(join(workspace, "a.ts"));
  assert.equal(said(checker, workspace), "SW2002 ");
});

test("unsaved text stands in place of a file until it is saved or given up", (t) => {
  const workspace = project(t, files);
  const checker = checkerOf(t);
  checker.setUnsaved(join(workspace, "row.ts"), "export interface Row { name: string }\n");
  assert.equal(said(checker, workspace), `(n: number) → output: Row[] {"name":{"type":"string"}}`);
  checker.release();
  assert.equal(said(checker, workspace), `(n: number) → output: Row[] {"name":{"type":"string"}}`);
  checker.setUnsaved(join(workspace, "row.ts"), undefined);
  assert.equal(said(checker, workspace), `(n: number) → output: Row[] {"id":{"type":"number"}}`);
  // A file that was never saved.
  checker.setUnsaved(join(workspace, "new.ts"), `import { step } from "stepwright";\nexport const b = step(() => 1);\n`);
  const result = checker.read(request(workspace, ["new.ts#b"]));
  assert.deepEqual(result.ok && result.value.signatures.map(shown), ["() → output: number"]);
});

test("everything is forgotten when nobody asks for a while", async (t) => {
  const workspace = project(t, files);
  const released = Promise.withResolvers<undefined>();
  const checker = new WarmChecker({
    idleSeconds: 0.01,
    onReleased: () => {
      released.resolve(undefined);
    },
  });
  assert.equal(checker.warm, false);
  said(checker, workspace);
  assert.equal(checker.warm, true);
  // The checker's own timer does not keep the process alive.
  const alive = setInterval(() => undefined, 1000);
  await released.promise;
  clearInterval(alive);
  assert.equal(checker.warm, false);
  assert.equal(said(checker, workspace), `(n: number) → output: Row[] {"id":{"type":"number"}}`);
  checker.release();
});
