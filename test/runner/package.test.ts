import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as z from "zod/mini";

/** The package as someone gets it who installs it: the files that are packed, in a project that has nothing else of ours. */

const root = fileURLToPath(new URL("../..", import.meta.url));
const consumer = mkdtempSync(join(tmpdir(), "stepwright-package-"));
const installed = join(consumer, "node_modules", "stepwright");
after(() => rmSync(consumer, { recursive: true }));

const Manifest = z.object({
  version: z.string(),
  main: z.string(),
  bin: z.record(z.string(), z.string()),
  exports: z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())])),
  dependencies: z.record(z.string(), z.string()),
  contributes: z.optional(z.json()),
});
const manifest = Manifest.parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));

const Packed = z.tuple([z.object({ files: z.array(z.object({ path: z.string() })) })]);
let packed: ReadonlySet<string>;

before(() => {
  const said = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  packed = new Set(Packed.parse(JSON.parse(said))[0].files.map(({ path }) => path));
  for (const file of packed) cpSync(join(root, file), join(installed, file));
  for (const name of [...Object.keys(manifest.dependencies), "@types/node", "undici-types"]) link(name);
  writeFileSync(join(consumer, "package.json"), `{ "type": "module" }\n`);
});

/** Puts a package of the project beside ours, as npm would. */
function link(name: string): void {
  const place = join(consumer, "node_modules", name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(join(root, "node_modules", name), place, "junction");
}

/** Each text in a JSON value. */
function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}

test("what the manifest names is packed", () => {
  const contributed = texts(manifest.contributes).filter((text) => /^\.?\/?(media|dist)\//.test(text));
  const named = [manifest.main, ...texts(manifest.bin), ...texts(manifest.exports), ...contributed];
  assert.deepEqual(
    named.map((path) => path.replace(/^\.\//, "")).filter((path) => !packed.has(path)),
    [],
  );
});

test("sources and tests are not packed", () => {
  assert.deepEqual(
    [...packed].filter((path) => !/^(dist\/|media\/|package\.json$|README\.md$|CHANGELOG\.md$|LICENSE$)/.test(path)),
    [],
  );
});

// What a handle stands for must survive the way through the declarations; a type that got lost on it would be `any`, and fit anywhere.
const program = `import { pipeline, step, type Run } from "stepwright";
const load = step(() => ({ rows: [1, 2, 3] }));
const sum = step(({ data, factor = 1 }: { data: { rows: number[] }; factor?: number }) => data.rows.length * factor);
export const total = pipeline(({ factor }: { factor: number }) => sum({ data: load(), factor }));
export const status = (run: Run): "completed" | "failed" | string => run.status;
// @ts-expect-error an artifact of another type
sum({ data: sum({ data: { rows: [] } }) });
// @ts-expect-error no such status
export const isOdd = (run: Run): boolean => run.status === "odd";
`;
for (const [module, moduleResolution] of [
  ["nodenext", "nodenext"],
  ["esnext", "bundler"],
] as const) {
  test(`its types resolve with moduleResolution ${moduleResolution}`, () => {
    const project = join(consumer, moduleResolution);
    mkdirSync(project);
    writeFileSync(join(project, "program.ts"), program);
    const compilerOptions = { noEmit: true, strict: true, skipLibCheck: true, target: "es2024", types: ["node"], module, moduleResolution };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions }));
    const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
    const { status, stdout } = spawnSync(process.execPath, [compiler], { cwd: project, encoding: "utf8" });
    assert.equal(status, 0, stdout);
  });
}

test("plain Node imports it", () => {
  const code = `import * as all from "stepwright"; process.stdout.write(typeof all.step + " " + typeof all.pipeline);`;
  assert.equal(
    execFileSync(process.execPath, ["--input-type=module", "-e", code], { cwd: consumer, encoding: "utf8" }),
    "function function",
  );
});

test("its command says the version", () => {
  const command = join(installed, manifest.bin["stepwright"] ?? "");
  assert.ok(existsSync(command));
  const said = execFileSync(process.execPath, [command, "--version"], { cwd: consumer, encoding: "utf8" });
  assert.equal(said.trim(), manifest.version);
});

test("the script of a clone works in the folder that the person is in", () => {
  const project = join(consumer, "elsewhere");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), "{}");
  writeFileSync(join(project, "here.ts"), `import { step } from "stepwright";\nexport const here = step(() => 1);\n`);
  // npm starts a script in the folder of its package, and says where the person is.
  const env = { ...process.env, INIT_CWD: project };
  const said = execFileSync(process.execPath, ["scripts/stepwright.mjs", "list"], { cwd: root, env, encoding: "utf8" });
  assert.match(said, /step +here +here\.ts:2/);
});
