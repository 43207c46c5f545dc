import assert from "node:assert/strict";
import { copyFile, rm } from "node:fs/promises";
import { spawn } from "node:child_process";
import path from "node:path";
import { text } from "node:stream/consumers";
import { describe, it } from "node:test";
import { samplePipeline, sampleTsconfig } from "../../src/extension/start/sample.ts";
import { workspace } from "./support/workspace.ts";

const project = path.resolve(import.meta.dirname, "../..");

const compile = async (folder: string): Promise<string> => {
  const tsc = path.join(project, "node_modules", "typescript", "bin", "tsc");
  return text(spawn(process.execPath, [tsc, "-p", "."], { cwd: folder }).stdout);
};

const more = `import { outputs, pipeline, step, type Annotated } from "stepwright";
const divide = step((a: number, b: number): [Annotated<number, "quotient">, Annotated<number, "remainder">] => [Math.floor(a / b), a % b]);
const fit = step({ retry: { maxRetries: 2 } }, (xs: number[]) => outputs({ model: xs.length, accuracy: 0.9 }));
export const all = pipeline(({ a = 7 }: { a?: number }) => {
  const [quotient] = divide(a, 2);
  const { accuracy } = fit([1, 2]);
  // @ts-expect-error A number is no list of numbers.
  fit(quotient);
  return accuracy;
});
if (import.meta.main) {
  const run = await all({ a: 9 });
  const status: string = run.status;
  const preview: string | undefined = run.steps["fit"]?.outputs["accuracy"]?.preview.kind;
  console.log(status, preview, run.error?.code);
}
`;

describe("the types for a folder without the package", () => {
  it("are all that the sample and the rest of the language need", async () => {
    await using folder = await workspace({ "pipeline.ts": samplePipeline, "more.ts": more, "tsconfig.json": sampleTsconfig });
    // It may be all that there is in the folder.
    await rm(path.join(folder.path, "package.json"), { force: true });
    const types = path.join(folder.path, "stepwright-env.d.ts");
    await copyFile(path.join(project, "dist", "types", "stepwright-env.d.ts"), types);
    assert.equal(await compile(folder.path), "");
    // What is checked is that file, and no package that happens to be found.
    await rm(types);
    assert.match(await compile(folder.path), /Cannot find module 'stepwright'/);
  });
});
