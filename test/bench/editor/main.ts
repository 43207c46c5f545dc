import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { it, type TestContext } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod/mini";
import { root } from "../../harness/checks.ts";
import { installedExtensions, onlyDriver } from "../../harness/vsix.ts";
import { missingForWorkbench } from "../../harness/workbench-parts.ts";
import { openWorkbench } from "../../harness/workbench.ts";
import { bundleMeasurement } from "../../vscode/bundle-suites.ts";

/**
 * `npm run bench:editor [ROUNDS]`: how late the event loop of a real extension host is at most while a file is opened in a workspace of
 * 10,000, and then while all of them are read, with our packaged extension and without it, in turns. It prints two lines for each and writes
 * `test-output/bench-editor.json`. It is not a test: no figure makes it fail.
 */

const rounds = Number(process.argv[2] ?? 3);
const Phase = z.object({ took: z.number(), worked: z.number(), max: z.number(), p99: z.number() });
const Loop = z.object({ opening: Phase, reading: Phase });
type Loop = z.infer<typeof Loop>;
const Results = z.object({ notes: z.array(z.string()), ended: z.array(z.object({ error: z.optional(z.string()) })) });

const many = (): Record<string, string> => {
  const files = Array.from({ length: 10_000 }, (_, at): [string, string] => [
    `src/area${String(at % 100)}/module${String(at)}.ts`,
    `export const value${String(at)} = ${String(at)};\nexport const twice${String(at)} = (x: number) => x * 2 + value${String(at)};\n`,
  ]);
  const step = (name: string): string => `import { step } from "stepwright";\nexport const ${name} = step(() => 1);\n`;
  return {
    ...Object.fromEntries(files),
    "first.ts": "export const first = 1;\n",
    "src/z/last.ts": step("lastOfMany"),
    "package.json": '{ "type": "module", "private": true }\n',
    // The compiler of the editor has no part in what is measured.
    "tsconfig.json": '{ "files": ["first.ts"] }\n',
  };
};

const measured = async (context: TestContext, given: number | undefined): Promise<Loop> => {
  const results = join(root, "test-output", "bench-editor-part.json");
  await rm(results, { force: true });
  const env = {
    STEPWRIGHT_TEST_SUITE: await bundleMeasurement(),
    STEPWRIGHT_TEST_RESULTS: results,
    STEPWRIGHT_MOCHA: createRequire(import.meta.url).resolve("mocha"),
    ...(given !== undefined && { STEPWRIGHT_LOOP_MS: String(given) }),
  };
  const extensions = given === undefined ? installedExtensions() : onlyDriver();
  await openWorkbench(context, { name: "bench-editor", env, extensions, files: many() });
  while (!existsSync(results)) await wait(200, undefined, { signal: context.signal });
  const { notes, ended } = Results.parse(JSON.parse(readFileSync(results, "utf8")));
  await rm(results);
  const [said] = notes;
  if (said === undefined) throw new Error(`Nothing was measured: ${ended.map(({ error }) => error ?? "").join("\n")}`);
  return Loop.parse(JSON.parse(said));
};

const textOf = ({ took, worked, max, p99 }: z.infer<typeof Phase>): string =>
  `${max.toFixed(1)} ms at most (${worked.toFixed(1)} ms of work without a turn), 99 % within ${p99.toFixed(1)} ms, in ${took.toFixed(0)} ms`;

const report = (part: TestContext, { opening, reading }: Loop): void => {
  part.diagnostic(`While a file was opened the event loop was late by ${textOf(opening)}`);
  part.diagnostic(`While all files were read the event loop was late by ${textOf(reading)}`);
};

const skip = missingForWorkbench();
mkdirSync(join(root, "test-output"), { recursive: true });
const all: { readonly round: number; readonly ours: Loop; readonly without: Loop }[] = [];
for (let round = 1; round <= rounds; round++) {
  await it(`round ${String(round)}: 10,000 files`, { skip: skip ?? false }, async (context) => {
    let ours: Loop | undefined;
    let without: Loop | undefined;
    await context.test("with our extension", async (part) => {
      ours = await measured(part, undefined);
      report(part, ours);
    });
    await context.test("without it", async (part) => {
      without = await measured(part, ours?.reading.took ?? 5000);
      report(part, without);
    });
    if (ours !== undefined && without !== undefined) all.push({ round, ours, without });
    writeFileSync(join(root, "test-output", "bench-editor.json"), JSON.stringify(all, undefined, 2));
  });
}
