import assert from "node:assert/strict";
import { test } from "node:test";
import { Workspace } from "../compile/support/workspace.ts";
import { changed, closuresOf } from "./support.ts";

const module = { "package.json": `{ "type": "module" }` };
const steps = `import { Worker } from "node:worker_threads";
import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import path, { join } from "node:path";
import { step } from "stepwright";
const job = new URL("./jobs/job.ts", import.meta.url);
export const thread = step(() => new Worker(job).threadId);
export const child = step(() => fork(join(import.meta.dirname, "jobs", "child.mjs")).pid);
export const prompt = step(() => readFileSync(new URL("prompts/ask%20me.txt", import.meta.url), "utf8") + readFileSync(path.resolve(import.meta.dirname, "../a.csv"), "utf8"));
export const resolved = step(() => import.meta.resolve("./jobs/child.mjs") + new URL("https://example.org", import.meta.url).href);
export const folder = step(() => new URL(".", import.meta.url).href + new URL("./later.ts", import.meta.url).href);
export const other = step(() => 1);
`;
const files = {
  "src/a.ts": steps,
  "src/jobs/job.ts": `import { half } from "./half.ts";\nimport { parentPort } from "node:worker_threads";\nparentPort?.postMessage(half(2));\n`,
  "src/jobs/half.ts": `export const half = (x: number) => x / 2;\nexport const unused = 1;\n`,
  "src/jobs/child.mjs": `if (import.meta.main) process.send?.(new URL("./deep.json", import.meta.url).href);\n`,
  "src/jobs/deep.json": "{}\n",
  "src/prompts/ask me.txt": "How?\n",
};
const names = ["thread", "child", "prompt", "resolved", "folder", "other"];
const ask = (workspace: Workspace, changes: Record<string, string> = {}) => closuresOf(workspace, { ...files, ...changes }, ...names);

test("a program that code starts counts with what it imports, and a file that code reads is named", async () => {
  using workspace = new Workspace(module);
  const found = await ask(workspace);
  const named = Object.fromEntries(Object.entries(found).map(([name, closure]) => [name, closure.files]));
  assert.deepEqual(named, {
    thread: [],
    child: ["src/jobs/deep.json"],
    prompt: ["a.csv", "src/prompts/ask me.txt"],
    resolved: ["src/jobs/deep.json"],
    folder: ["src/later.ts"],
    other: [],
  });
  assert.match(found["thread"]?.text ?? "", /\/\/ src\/jobs\/half\.ts\n/);
  assert.doesNotMatch(JSON.stringify(found), /stepwright_file/);
  assert.equal(Object.values(found).filter(({ open }) => open).length, 0);
});

test("each change of a program changes those who start it, and nobody else", async () => {
  using workspace = new Workspace(module);
  const before = await ask(workspace);
  const after = async (path: keyof typeof files, from: string, to: string): Promise<string[]> =>
    changed(before, await ask(workspace, { [path]: files[path].replace(from, to) }));
  assert.deepEqual(await after("src/jobs/half.ts", "x / 2", "x / 3"), ["thread"]);
  assert.deepEqual(await after("src/jobs/half.ts", "unused = 1", "unused = 2 /* nobody reads it */"), []);
  assert.deepEqual(await after("src/jobs/job.ts", "half(2)", "half(4)"), ["thread"]);
  assert.deepEqual(await after("src/jobs/child.mjs", "process.send", "process.sendLater"), ["child", "resolved"]);
  assert.deepEqual(changed(before, await ask(workspace)), [], "as it was before");
});

test("a program that comes later counts from then on, and one that cannot be built leaves its closure open", async () => {
  using workspace = new Workspace(module);
  const before = await ask(workspace);
  const created = await ask(workspace, { "src/later.ts": `export default 1;\n` });
  assert.deepEqual(changed(before, created), ["folder"]);
  const broken = await ask(workspace, { "src/later.ts": `export default (;\n` });
  assert.deepEqual(
    names.filter((name) => broken[name]?.open),
    ["folder"],
  );
});

test("a text that begins with the folder of the code names a file as well", async () => {
  using workspace = new Workspace(module);
  const texts = {
    "a.ts": `import { spawn } from "node:child_process";
import { step } from "stepwright";
import { old } from "./old.cjs";
export const python = step(() => spawn("python3", [\`\${import.meta.dirname}/score.py\`]).pid);
export const started = step(() => spawn(import.meta.dirname + "/job.ts").pid);
export const common = step(() => old());
export const any = step((name: string) => spawn(\`\${import.meta.dirname}/\${name}\`).pid);
`,
    "old.cjs": `exports.old = () => require("node:fs").readFileSync(__dirname + "/old.txt");\n`,
    "job.ts": `import { work } from "./work.ts";\nwork();\n`,
    "work.ts": `export const work = () => 1;\n`,
  };
  const asked = ["python", "started", "common", "any"];
  const before = await closuresOf(workspace, texts, ...asked);
  const filesOf = Object.fromEntries(Object.entries(before).map(([name, { files }]) => [name, files]));
  // Of a CommonJS file nobody can see what belongs to whom.
  const old = "old.txt";
  assert.deepEqual(filesOf, { python: [old, "score.py"], started: [old], common: [old], any: [old] });
  assert.match(before["python"]?.text ?? "", /spawn\("python3", \[`\$\{import\.meta\.dirname\}\/score\.py`\]\)/);
  const after = await closuresOf(workspace, { ...texts, "work.ts": `export const work = () => 2;\n` }, ...asked);
  assert.deepEqual(changed(before, after), ["started"]);
});
