import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What the values of a round begin with. As long as it stays, everything after it is cached; where it changes, everything is made anew. */
const roundFile = "round.txt";

/**
 * The workloads of the baselines, as a user would write them for us: the same work in each step, values of the same size between them.
 * The file is generated because it lies in a workspace of its own, outside the project.
 */
const pipelines = `import { readFileSync } from "node:fs";
import { pipeline, step } from "stepwright";

interface Value {
  n: number;
  note: string;
}
const note = "x".repeat(160);
const trivial = (inputs: Value[]): Value => ({ n: inputs.reduce((sum, input) => sum + input.n, 1), note });

const round = () => ({ n: Number(readFileSync("${roundFile}", "utf8")), note });

export const first = step({ cache: { files: ["${roundFile}"] } }, () => trivial([round()]));
export const next = step((input: Value) => trivial([input]));
export const worker = step((input: Value, _index: number) => trivial([input]));
export const sink = step((inputs: Value[]) => trivial(inputs));
export const busy = step({ cache: { files: ["${roundFile}"] } }, (_index: number, ms: number) => {
  const end = performance.now() + ms;
  while (performance.now() < end);
  return trivial([round()]);
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
  newRound(folder);
  return file;
}

let rounds = 0;

/** From now on nothing that was made in the workspace answers for its steps: they read another number. Nothing has to be deleted for that. */
export function newRound(workspace: string): void {
  rounds += 1000;
  writeFileSync(join(workspace, roundFile), String(rounds));
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
