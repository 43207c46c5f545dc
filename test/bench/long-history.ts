import { existsSync } from "node:fs";
import { join } from "node:path";
import { syncStore } from "../../src/runner/store/database/fold.ts";
import { processMemory } from "./processes.ts";
import { openWork, type WarmWork } from "./warm.ts";
import { writeWorkspace } from "./workloads.ts";

/** Steps of a run. */
const steps = 100;

/** The same run in a workspace where a lot was run before, and in one where nothing was. */
export class LongHistory {
  readonly #folders: { readonly long: string; readonly empty: string };
  readonly #long: WarmWork;
  readonly #empty: WarmWork;

  private constructor(folders: { readonly long: string; readonly empty: string }, long: WarmWork, empty: WarmWork) {
    this.#folders = folders;
    this.#long = long;
    this.#empty = empty;
  }

  /** Makes a history of so many runs of 100 steps, half of them from the cache as it is with people, and its database. */
  static async open(folder: string, runs: number): Promise<LongHistory> {
    const folders = { long: join(folder, "long"), empty: join(folder, "empty") };
    const open = (workspace: string) => openWork(writeWorkspace(workspace), workspace, "chain", { count: steps });
    const history = await open(folders.long);
    for (let run = 0; run < runs; run += 1) await history.run(run % 2 === 0 ? "completed" : "cached");
    await history.close();
    const root = join(folders.long, ".stepwright");
    const synced = await syncStore({ root, workspace: folders.long });
    if (!synced.ok || !existsSync(join(root, "stepwright.db"))) throw new Error("The history has no database.");
    // Both with workers that have not run anything: code that has run a thousand times is faster.
    return new LongHistory(folders, await open(folders.long), await open(folders.empty));
  }

  /** Milliseconds of one more run. */
  run(where: "long" | "empty"): Promise<number> {
    return (where === "long" ? this.#long : this.#empty).run("completed");
  }

  /** Megabytes of memory that a process had at most which runs the pipeline once. */
  memory(cli: string, where: "long" | "empty"): Promise<number> {
    const workspace = this.#folders[where];
    return processMemory([cli, "run", join(workspace, "work.ts"), "chain", "--param", `count=${steps}`, "--workspace", workspace]);
  }

  async close(): Promise<void> {
    await Promise.all([this.#long.close(), this.#empty.close()]);
  }
}
