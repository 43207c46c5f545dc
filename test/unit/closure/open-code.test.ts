import assert from "node:assert/strict";
import { test } from "node:test";
import { Workspace } from "../compile/support/workspace.ts";
import { closuresOf } from "./support.ts";

const sdk = `import { step } from "stepwright";\n`;
const module = { "package.json": `{ "type": "module" }` };

test("a closure says where it cannot be known", async () => {
  using workspace = new Workspace(module);
  const openly: Record<string, string> = {
    pattern: "async (name: string) => (await import(`./plugins/${name}.ts`)).default",
    name: "async (name: string) => (await import(name)).default",
    helper: "() => far()",
    made: `() => createRequire(import.meta.url)("./plugins/first.cjs")`,
  };
  const closed: Record<string, string> = {
    literal: `async () => (await import("./plugins/first.ts")).default`,
    template: "async () => (await import(`./plugins/first.ts`)).default",
    other: `() => "import(name), require(name)".length`,
    beside: "() => near() + known()",
  };
  const steps = Object.entries({ ...openly, ...closed }).map(([name, code]) => `export const ${name} = step(${code});`);
  const text = `${sdk}import { createRequire } from "node:module";
import { far, near } from "./far.ts";
import { known } from "./known.cjs";
${steps.join("\n")}
`;
  const files = {
    "a.ts": text,
    "far.ts": "export const far = (name = process.argv[2] ?? ``) => import(name);\nexport const near = () => 1;\n",
    "known.cjs": `const { sep } = require("node:path");\nexports.known = () => sep.length;\n`,
    "plugins/first.ts": "export default 1;\n",
  };
  const found = await closuresOf(workspace, files, ...Object.keys(openly), ...Object.keys(closed));
  const open = Object.entries(found).flatMap(([name, closure]) => (closure.open ? [name] : []));
  assert.deepEqual(open, Object.keys(openly));
  assert.match(found["pattern"]?.text ?? "", /await import\(`\.\/plugins/);
});

test("a CommonJS file that requires what only running it names leaves nothing known of who imports it", async () => {
  using workspace = new Workspace(module);
  const files = {
    "a.ts": `${sdk}import { old } from "./old.cjs";\nexport const one = step(() => old());\nexport const two = step(() => 2);\n`,
    "old.cjs": "exports.old = () => require(process.argv[2]);\n",
  };
  const { one, two } = await closuresOf(workspace, files, "one", "two");
  // Whether loading it does something, nobody can see either.
  assert.deepEqual([one?.open, two?.open], [true, true]);
});
