import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The workloads of the baselines, as a user would write them for us: the same work in each step, the same values between them.
 * The file is generated because it lies in a workspace of its own, outside the project.
 */
const pipelines = `import { pipeline, step } from "stepwright";

interface Value {
  n: number;
  note: string;
}
const note = "x".repeat(160);
const trivial = (inputs: Value[]): Value => ({ n: inputs.reduce((sum, input) => sum + input.n, 1), note });

export const first = step(() => trivial([]));
export const next = step((input: Value) => trivial([input]));
export const worker = step((input: Value, _index: number) => trivial([input]));
export const sink = step((inputs: Value[]) => trivial(inputs));
export const busy = step((_index: number, ms: number) => {
  const end = performance.now() + ms;
  while (performance.now() < end);
  return trivial([]);
});

const indices = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

export const chain = pipeline(({ count }: { count: number }) => {
  let last = first();
  for (let step = 1; step < count; step++) last = next(last);
  return last;
});
export const fan = pipeline(({ width }: { width: number }) => {
  const source = first();
  return sink(indices(width).map((index) => worker(source, index)));
});
export const cpu = pipeline(({ count, ms }: { count: number; ms: number }) => sink(indices(count).map((index) => busy(index, ms))));
`;

/** Makes a workspace with the workloads. Returns the absolute path of its only source file. */
export function writeWorkspace(folder: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), `{ "type": "module" }\n`);
  const file = join(folder, "work.ts");
  writeFileSync(file, pipelines);
  return file;
}

/** The baseline of a whole process: the same chain as a TypeScript file that plain Node runs. Returns its absolute path. */
export function writePlainProgram(folder: string, count: number): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "plain.ts");
  const baselines = new URL("baselines.mjs", import.meta.url).href;
  writeFileSync(
    file,
    `import { b1, chain } from ${JSON.stringify(baselines)};\nconst ms: number = await b1(chain(${String(count)}));\nprocess.exit(ms > 0 ? 0 : 1);\n`,
  );
  return file;
}
