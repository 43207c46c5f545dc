import { availableParallelism } from "node:os";
import type { FromWorker, RunMessage, ToWorker } from "../model/protocol.ts";
import { err, ok, type Result } from "../model/result.ts";
import { codeTimeout, inTime } from "./in-time.ts";
import { loadDied, loadTimedOut } from "./load-failure.ts";
import { Reaper } from "./reaper.ts";
import { WorkerProcess } from "./worker-process.ts";

/** What a pool's owner hears from its workers. */
export interface PoolListener {
  onMessage(message: RunMessage): void;
  onOutput(text: Buffer, running: readonly string[]): void;
}

type SchemasMessage = Extract<ToWorker, { type: "schemas" }>;
type LoadMessage = Extract<ToWorker, { type: "load" }>;

interface Load {
  /** The file as people call it. */
  readonly entry: string;
  readonly message: LoadMessage;
}

/**
 * The workers of one program, warm: they keep the loaded module. The first is the host, which records pipelines, runs the function of a
 * dynamic one, and runs inline steps. It takes isolated steps too, as long as nothing else goes on in it.
 */
export class Pool {
  listener: PoolListener | undefined;
  readonly #entry: string;
  readonly #reaper = new Reaper();
  readonly #workers = new Set<WorkerProcess>();
  readonly #memory = new WeakMap<WorkerProcess, number>();
  #load: Load | undefined;
  #schemas: SchemasMessage | undefined;
  #host: WorkerProcess;
  /** The host is kept free of isolated steps. */
  hostReserved = false;

  constructor(entry: string) {
    this.#entry = entry;
    this.#host = this.#spawn(undefined);
  }

  get host(): WorkerProcess {
    return this.#host;
  }

  /**
   * Loads the module in the host; workers that start later load it too.
   *
   * @param entry the file as people call it.
   */
  async load(entry: string, message: LoadMessage): Promise<Result<Extract<FromWorker, { type: "loaded" }>>> {
    this.#load = { entry, message };
    return this.#loadIn(this.#host, this.#load);
  }

  /** Tells all workers, also those that start later, what values are checked by. */
  describe(steps: SchemasMessage["steps"]): void {
    this.#schemas = { type: "schemas", steps };
    for (const worker of this.#workers) worker.send(this.#schemas);
  }

  async #loadIn(worker: WorkerProcess, { entry, message }: Load): Promise<Result<Extract<FromWorker, { type: "loaded" }>>> {
    const seconds = codeTimeout();
    const asked = worker.ask(message);
    if (this.#schemas !== undefined) worker.send(this.#schemas);
    const reply = await inTime(asked, seconds);
    switch (reply.type) {
      case "loaded":
        return ok(reply);
      case "loadFailed":
        return err(reply.error);
      case "died":
        return err(loadDied(reply.death));
      case "late":
        worker.kill();
        return err(loadTimedOut(entry, seconds));
      case "recorded":
      case "recordFailed":
        throw new Error(`A worker answered ${reply.type} to a load.`);
      default:
        return reply satisfies never;
    }
  }

  /** The host with the module loaded. One that has died, by what the module does or an inline step did, is replaced. */
  async readyHost(): Promise<Result<WorkerProcess>> {
    if (!this.#host.stopped) return ok(this.#host);
    if (this.#load === undefined) throw new Error("A host is needed before there is a module to load.");
    this.#host = this.#spawn(undefined);
    const loaded = await this.#loadIn(this.#host, this.#load);
    return loaded.ok ? ok(this.#host) : loaded;
  }

  /** A worker for an inline step, or one that only the host can run. A host that has died is replaced. */
  forInline(): WorkerProcess {
    if (this.#host.stopped) this.#host = this.#spawnLoaded(undefined);
    return this.#host;
  }

  /** A free worker for an isolated step; undefined where all are busy. */
  forIsolated(limit: number, memory: number | undefined): WorkerProcess | undefined {
    let alive = 0;
    for (const worker of this.#workers) {
      if (worker === this.#host && this.hostReserved) continue;
      if (worker.stopped) continue;
      const usable = !worker.dirty && this.#memory.get(worker) === memory;
      if (worker.load === 0 && usable) return worker;
      // A worker with traces of a step has done its work; the host still has to record.
      if (worker.load === 0 && worker !== this.#host) worker.stop();
      else if (worker.load > 0) alive++;
    }
    return alive < limit ? this.#spawnLoaded(memory) : undefined;
  }

  /** Starts workers ahead of their work, up to `count` in all. */
  prestart(count: number): void {
    const alive = [...this.#workers].filter(
      (worker) => !worker.stopped && !worker.dirty && !(worker === this.#host && this.hostReserved),
    ).length;
    for (let started = alive; started < count; started++) this.#spawnLoaded(undefined);
  }

  /** Ends all workers, and those at work at once. */
  stop(): void {
    for (const worker of this.#workers) worker.stop();
  }

  /** Ends all workers and waits until they are gone. */
  async close(): Promise<void> {
    const workers = [...this.#workers];
    this.stop();
    const { promise: late, resolve } = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => {
      for (const worker of workers) worker.kill();
      resolve(undefined);
    }, 500);
    await Promise.race([Promise.all(workers.map((worker) => worker.ended)), late]);
    clearTimeout(timer);
    await Promise.all(workers.map((worker) => worker.ended));
    this.#reaper.close();
  }

  /** Ends all workers without waiting for anything they do. */
  kill(): void {
    for (const worker of this.#workers) worker.kill();
  }

  #spawn(memory: number | undefined): WorkerProcess {
    const worker = new WorkerProcess({
      entry: this.#entry,
      ...(memory !== undefined && { memory }),
      reaper: this.#reaper,
      onMessage: (message) => this.listener?.onMessage(message),
      onOutput: (text, running) => this.listener?.onOutput(text, running),
    });
    if (memory !== undefined) this.#memory.set(worker, memory);
    this.#workers.add(worker);
    void worker.ended.then(() => this.#workers.delete(worker));
    return worker;
  }

  #spawnLoaded(memory: number | undefined): WorkerProcess {
    if (this.#load === undefined) throw new Error("A worker is needed before there is a module to load.");
    const worker = this.#spawn(memory);
    void this.#loadIn(worker, this.#load).then((loaded) => {
      if (!loaded.ok) worker.fail(loaded.error);
    });
    return worker;
  }
}

/** How many isolated steps run at the same time, where nobody says it. */
export const defaultConcurrency = (): number => availableParallelism();
