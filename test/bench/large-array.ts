import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { raw } from "./baselines.mjs";
import { openWork, type WarmWork } from "./warm.ts";

/** What the array takes. */
export const megabytes = 100;
const length = (megabytes * 1e6) / 8;

/** One step makes the array, another one in another process looks into it at a thousand places. Every round has other values. */
const pipelines = `import { readFileSync } from "node:fs";
import { pipeline, step } from "stepwright";
const round = () => Number(readFileSync("round.txt", "utf8"));
let made: Float64Array | undefined;
const numbers = () => {
  const array = new Float64Array(${length});
  for (let index = 0; index < array.length; index += 1) array[index] = index;
  return array;
};
export const make = step({ cache: { files: ["round.txt"] } }, () => {
  const array = (made ??= numbers());
  array[0] = round();
  array[array.length - 1] = -round();
  return array;
});
export const use = step({ cache: { files: ["round.txt"] } }, (data: Float64Array) => {
  if (data.length !== ${length} || data[0] !== round() || data.at(-1) !== -round()) throw new Error("It is not what was made.");
  for (let index = 12_499; index < data.length - 1; index += 12_499) if (data[index] !== index) throw new Error("It is not intact.");
  return data.length;
});
export const large = pipeline(() => use(make()));
`;

/** 100 MB of doubles from step to step, and what the plain disk does with them. */
export class LargeArray {
  readonly #workspace: string;
  readonly #work: WarmWork;
  readonly #array = new Float64Array(length).map((_, index) => index);

  private constructor(workspace: string, work: WarmWork) {
    this.#workspace = workspace;
    this.#work = work;
  }

  static async open(workspace: string): Promise<LargeArray> {
    mkdirSync(workspace, { recursive: true });
    writeFileSync(join(workspace, "package.json"), `{ "type": "module" }\n`);
    const file = join(workspace, "large.ts");
    writeFileSync(file, pipelines);
    writeFileSync(join(workspace, "round.txt"), "0");
    return new LargeArray(workspace, await openWork(file, workspace, "large", {}));
  }

  /** Milliseconds. */
  raw(): Promise<number> {
    return Promise.resolve(raw(this.#array));
  }

  /** Milliseconds. What is stored is removed first, so that the disk does not fill up. */
  run(): Promise<number> {
    rmSync(join(this.#workspace, ".stepwright", "artifacts", "objects"), { recursive: true, force: true });
    return this.#work.run("completed");
  }

  /** Megabytes that the workers of a run had at most, together: the sum of what each of them had. On Linux; not a number elsewhere. */
  static async peak(workspace: string): Promise<number> {
    const others = new Set(childrenOf(process.pid));
    const once = await LargeArray.open(workspace);
    try {
      await once.run();
      const workers = childrenOf(process.pid).filter((pid) => !others.has(pid));
      return (workers.reduce((sum, pid) => sum + peakOf(pid), 0) * 1024) / 1e6;
    } finally {
      await once.close();
    }
  }

  close(): Promise<void> {
    return this.#work.close();
  }
}

function childrenOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").filter(Boolean),
    );
  } catch {
    return [];
  }
}

/** Kilobytes. */
function peakOf(pid: string): number {
  return Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
}
