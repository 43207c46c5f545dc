import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { cruise } from "dependency-cruiser";
import ruleSet from "../../../.dependency-cruiser.mjs";

/** The rules must catch what they forbid: a rule whose pattern matches nothing looks just like a clean project. */

const folder = mkdtempSync(join(tmpdir(), "stepwright-imports-"));
after(() => rmSync(folder, { recursive: true }));

/** Writes a project of these files and returns the broken rules as `rule: from → to`. */
async function broken(name: string, files: Readonly<Record<string, string>>): Promise<string[]> {
  const baseDir = join(folder, name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(baseDir, file)), { recursive: true });
    writeFileSync(join(baseDir, file), text);
  }
  const { output } = await cruise(
    Object.keys(files).filter((file) => !file.startsWith("node_modules")),
    {
      ...ruleSet.options,
      ruleSet: { forbidden: ruleSet.forbidden },
      validate: true,
      baseDir,
      outputType: "json",
    },
  );
  assert.ok(typeof output === "string");
  const { summary } = JSON.parse(output) as { summary: { violations: { rule: { name: string }; from: string; to: string }[] } };
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).sort();
}

/** A module that imports another, and that other. */
const pair = (from: string, to: string): Record<string, string> => ({
  [from]: `import "${relativeImport(from, to)}";\n`,
  [to]: "export {};\n",
});

function relativeImport(from: string, to: string): string {
  return `${"../".repeat(from.split("/").length - 1)}${to}`;
}

const forbidden: readonly [rule: string, from: string, to: string][] = [
  ["room-model", "src/runner/model/a.ts", "src/runner/store/b.ts"],
  ["room-sdk", "src/runner/sdk/a.ts", "src/runner/execute/b.ts"],
  ["room-analysis", "src/runner/analysis/a.ts", "src/runner/compile/b.ts"],
  ["room-compile", "src/runner/compile/a.ts", "src/runner/store/b.ts"],
  ["room-store", "src/runner/store/a.ts", "src/runner/sdk/b.ts"],
  ["room-execute", "src/runner/execute/a.ts", "src/runner/cli/b.ts"],
  ["extension-through-model", "src/extension/a.ts", "src/runner/store/b.ts"],
  ["webview-model-only", "webview/dag/a.ts", "src/extension/b.ts"],
  ["product-alone", "webview/a.ts", "test/b.ts"],
];
for (const [rule, from, to] of forbidden) {
  test(`${from} may not import ${to}`, async () => {
    assert.ok((await broken(rule, pair(from, to))).includes(`${rule}: ${from} → ${to}`));
  });
}

const allowed: readonly [from: string, to: string][] = [
  ["src/runner/model/a.ts", "src/runner/model/b.ts"],
  ["src/runner/sdk/a.ts", "src/runner/model/b.ts"],
  ["src/runner/compile/a.ts", "src/runner/analysis/b.ts"],
  ["src/runner/execute/a.ts", "src/runner/store/b.ts"],
  ["src/runner/cli/a.ts", "src/runner/store/b.ts"],
  ["src/extension/a.ts", "src/runner/model/b.ts"],
  ["webview/a.ts", "src/runner/model/b.ts"],
];
for (const [from, to] of allowed) {
  test(`${from} may import ${to}`, async () => {
    assert.deepEqual(await broken(`allowed-${from.replaceAll("/", "-")}`, pair(from, to)), []);
  });
}

test("the runner may not import vscode, not even a type", async () => {
  const file = "src/runner/cli/a.ts";
  const text = `import type { Uri } from "vscode";\nexport type A = Uri;\n`;
  assert.deepEqual(await broken("vscode", { [file]: text }), [`runner-alone: ${file} → vscode`]);
});

test("a type from the wrong room counts like a value", async () => {
  const files = {
    "src/runner/model/a.ts": `import type { B } from "../store/b.ts";\nexport type A = B;\n`,
    "src/runner/store/b.ts": "export type B = string;\n",
  };
  assert.deepEqual(await broken("types", files), ["room-model: src/runner/model/a.ts → src/runner/store/b.ts"]);
});

test("a wrapped package is imported by its wrapper only", async () => {
  const packages = {
    "node_modules/esbuild/package.json": `{ "name": "esbuild", "main": "main.js" }`,
    "node_modules/esbuild/main.js": "",
    // Has the package's name, and is not it.
    "esbuild.mjs": `import "esbuild";\n`,
  };
  const wrapper = { "src/runner/compile/a.ts": `import { build } from "esbuild";\nexport { build };\n` };
  assert.deepEqual(await broken("wrapper", { ...packages, ...wrapper }), []);
  const other = { "src/runner/store/a.ts": `import { build } from "esbuild";\nexport { build };\n` };
  assert.deepEqual(await broken("wrapped", { ...packages, ...other }), [
    "wrapped-esbuild: src/runner/store/a.ts → node_modules/esbuild/main.js",
  ]);
});

for (const [name, wrapper, other] of [
  ["@vscode/webview-ui-toolkit", "webview/shared/toolkit.ts", "webview/dag/panel.ts"],
  ["cytoscape", "webview/dag/canvas/engine.ts", "webview/dag/panel.ts"],
] as const) {
  test(`of the panel only ${wrapper} imports ${name}`, async () => {
    const text = `import { x } from "${name}";\nexport { x };\n`;
    const found = await broken(`wrapped-${name.replaceAll(/\W/g, "-")}`, {
      [`node_modules/${name}/package.json`]: `{ "name": "${name}", "main": "main.js" }`,
      [`node_modules/${name}/main.js`]: "",
      [wrapper]: text,
      [other]: text,
    });
    assert.deepEqual(found, [`wrapped-${name}: ${other} → node_modules/${name}/main.js`]);
  });
}

test("modules that need each other to load are a circle, types that name each other are not", async () => {
  const circle = (keyword: string): Record<string, string> => ({
    "src/runner/store/a.ts": `import ${keyword} { B } from "./b.ts";\nexport ${keyword === "type" ? "type A = B" : "const A = () => B"};\n`,
    "src/runner/store/b.ts": `import ${keyword} { A } from "./a.ts";\nexport ${keyword === "type" ? "type B = A[]" : "const B = () => A"};\n`,
  });
  assert.equal((await broken("circle", circle(""))).filter((line) => line.startsWith("no-circle")).length > 0, true);
  assert.deepEqual(await broken("type-circle", circle("type")), []);
});
