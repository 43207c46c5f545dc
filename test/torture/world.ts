import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import * as z from "zod/mini";
import { RunEvent } from "../../src/runner/model/events.ts";
import { RunRecord } from "../../src/runner/model/record.ts";
import type { Store } from "../../src/runner/store/store.ts";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/** Steps that write small and large values, alone and together. Every value depends on the number in `round.txt`. */
const pipelines = `import { readFileSync } from "node:fs";
import { outputs, pipeline, step } from "stepwright";
export const source = step({ cache: { files: ["round.txt"] } }, () => ({ n: Number(readFileSync("round.txt", "utf8")), pad: "x".repeat(3000) }));
export const part = step((s: { n: number; pad: string }, index: number) =>
  outputs({ product: s.n * index, data: new Float64Array(2000).fill(s.n * index) }));
export const total = step((products: number[], data: Float64Array[]) => {
  for (const [index, array] of data.entries()) if (array[1999] !== products[index]) throw new Error("A value is not what was stored.");
  return products.reduce((sum, product) => sum + product, 0);
});
export const work = pipeline(() => {
  const s = source();
  const parts = [1, 2, 3, 4, 5, 6].map((index) => part(s, index));
  return total(parts.map(({ product }) => product), parts.map(({ data }) => data));
});
`;

const LastLine = z.object({ run: RunRecord });

/** A run that was started, and what was heard of it. */
export interface Running {
  readonly child: ChildProcess;
  /** Every event that was announced, in order. */
  readonly heard: RunEvent[];
  /** Called after each. */
  onEvent: (count: number) => void;
  /** The run as the command ended with it; undefined where it did not come so far. */
  readonly ended: Promise<RunRecord | undefined>;
  /** Kills it with all its workers. */
  readonly killAll: () => void;
}

/** A workspace to be mistreated. */
export class World {
  readonly workspace: string;
  readonly store: Store;
  readonly #env: NodeJS.ProcessEnv;
  readonly #started = new Set<Running>();
  #round = 0;

  /**
   * @param user where the person keeps caches and known stores
   * @param env more variables for the commands
   */
  constructor(folder: string, user: string, env: NodeJS.ProcessEnv = {}) {
    this.workspace = join(folder, "workspace");
    this.store = { root: join(this.workspace, ".stepwright"), workspace: this.workspace };
    this.#env = { ...process.env, NO_COLOR: "1", STEPWRIGHT_CACHE_DIR: user, ...env };
    mkdirSync(this.workspace, { recursive: true });
    writeFileSync(join(this.workspace, "package.json"), `{ "type": "module" }\n`);
    writeFileSync(join(this.workspace, "work.ts"), pipelines);
    this.newRound();
  }

  /** From now on nothing that was made answers for the steps. */
  newRound(): void {
    this.#round += 1;
    writeFileSync(join(this.workspace, "round.txt"), String(this.#round));
  }

  /** What a run must come to. */
  get expected(): string {
    return String(this.#round * 21);
  }

  run(): Running {
    const child = this.#spawn("run", "work.ts", "--json");
    const heard: RunEvent[] = [];
    let run: RunRecord | undefined;
    const lines = createInterface({ input: child.stdout });
    const running: Running = {
      child,
      heard,
      onEvent: () => undefined,
      // A process that is killed closes what it has open a moment before it is gone.
      ended: Promise.all([once(lines, "close"), once(child, "exit")]).then(() => run),
      killAll: () => killGroup(child),
    };
    lines.on("line", (line) => {
      const json = asJson(line);
      run ??= LastLine.safeParse(json).data?.run;
      const event = RunEvent.safeParse(json);
      if (!event.success) return;
      heard.push(event.data);
      running.onEvent(heard.length);
    });
    this.#started.add(running);
    return running;
  }

  /** Any other command, to be waited for with its `close`, or killed. */
  command(...words: readonly string[]): ChildProcess {
    return this.#spawn(...words);
  }

  #spawn(...words: readonly string[]) {
    // A process group of its own, so that its workers can be reached.
    return spawn(process.execPath, [cli, ...words], {
      cwd: this.workspace,
      env: this.#env,
      stdio: ["ignore", "pipe", "ignore"],
      detached: true,
    });
  }

  /** Ends what was started and removes what was made. */
  close(): void {
    for (const running of this.#started) running.killAll();
    rmSync(this.workspace, { recursive: true, force: true });
  }
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  } catch {
    // All of them have ended.
  }
}

/** A killed process ends in the middle of a line. */
function asJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
