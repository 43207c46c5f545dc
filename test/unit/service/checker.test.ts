import { strict as assert } from "node:assert";
import { join } from "node:path";
import { test } from "node:test";
import { Checker, type CheckerQuestion } from "../../../src/runner/service/checker.ts";
import { project, shown } from "../signature/project.ts";

test("the checker's thread ends when nobody asks, is started again, and keeps for later what it read from the disk", async (t) => {
  const workspace = project(t, { "a.ts": `import { step } from "stepwright";\nexport const a = step((n: number) => [n]);\n` });
  const cache = process.env["STEPWRIGHT_CACHE_DIR"];
  process.env["STEPWRIGHT_CACHE_DIR"] = join(workspace, "cache");
  t.after(() => {
    if (cache === undefined) delete process.env["STEPWRIGHT_CACHE_DIR"];
    else process.env["STEPWRIGHT_CACHE_DIR"] = cache;
  });
  let released = Promise.withResolvers<undefined>();
  const checker = new Checker({ idleSeconds: 0.01, onReleased: () => released.resolve(undefined) });
  const question: CheckerQuestion = { workspace, files: [join(workspace, "a.ts")], bindings: [{ kind: "step", identity: "a.ts#a" }] };
  const threads = (): number => process.getActiveResourcesInfo().filter((resource) => resource === "MessagePort").length;
  const before = threads();

  const unsaved = new Map([[join(workspace, "a.ts"), `import { step } from "stepwright";\nexport const a = step((m: string) => m);\n`]]);
  const typed = await checker.read(question, unsaved);
  assert.ok(threads() > before);
  assert.deepEqual(typed.ok && typed.value.signatures.map(shown), ["(m: string) → output: string"]);
  assert.equal(checker.known(question), undefined);
  // Its timer does not keep the process alive.
  const alive = setInterval(() => undefined, 1000);
  t.after(() => clearInterval(alive));
  await released.promise;
  assert.equal(threads(), before);

  released = Promise.withResolvers<undefined>();
  const saved = await checker.read(question, new Map());
  assert.deepEqual(saved.ok && saved.value.signatures.map(shown), ["(n: number) → output: number[]"]);
  assert.deepEqual(checker.known(question)?.signatures.map(shown), ["(n: number) → output: number[]"]);
  await released.promise;
  assert.equal(threads(), before);
});
