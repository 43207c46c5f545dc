import { Worker } from "node:worker_threads";
import type { AnalyzerOperations, AnalyzerReply, AnalyzerRequest } from "./analyzer-protocol.ts";

/**
 * The analyzer thread, started when it is first asked something. TypeScript and the bundler live there, so that the thread that runs
 * things never stands still for a second, and does not load them where everything is known from an earlier time.
 */
export class Analyzer implements AnalyzerOperations {
  readonly #entry: string;
  #thread: Worker | undefined;
  #count = 0;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();

  /** @param entry absolute path of the thread's module */
  constructor(entry: string) {
    this.#entry = entry;
  }

  prepare(...args: Parameters<AnalyzerOperations["prepare"]>): ReturnType<AnalyzerOperations["prepare"]> {
    return this.#ask("prepare", args);
  }

  closures(...args: Parameters<AnalyzerOperations["closures"]>): ReturnType<AnalyzerOperations["closures"]> {
    return this.#ask("closures", args);
  }

  signatures(...args: Parameters<AnalyzerOperations["signatures"]>): ReturnType<AnalyzerOperations["signatures"]> {
    return this.#ask("signatures", args);
  }

  bindingAt(...args: Parameters<AnalyzerOperations["bindingAt"]>): ReturnType<AnalyzerOperations["bindingAt"]> {
    return this.#ask("bindingAt", args);
  }

  /** Ends the thread when it has answered: ended in the middle, it would leave the bundler's process without the other end of its pipe. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#waiting.values()].map(({ promise }) => promise));
    await this.#thread?.terminate();
    this.#thread = undefined;
  }

  async #ask<Operation extends keyof AnalyzerOperations>(
    operation: Operation,
    args: Parameters<AnalyzerOperations[Operation]>,
  ): Promise<Awaited<ReturnType<AnalyzerOperations[Operation]>>> {
    this.#thread ??= this.#start();
    const id = this.#count++;
    const reply = Promise.withResolvers<unknown>();
    this.#waiting.set(id, reply);
    this.#thread.postMessage({ id, operation, args } satisfies AnalyzerRequest);
    return (await reply.promise) as Awaited<ReturnType<AnalyzerOperations[Operation]>>;
  }

  #start(): Worker {
    const thread = new Worker(this.#entry, { name: "stepwright analyzer" });
    thread.on("message", (reply: AnalyzerReply) => {
      const waiting = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if ("thrown" in reply) waiting?.reject(new Error(reply.thrown));
      else waiting?.resolve(reply.value);
    });
    thread.on("error", (error) => {
      for (const waiting of this.#waiting.values()) waiting.reject(error);
      this.#waiting.clear();
    });
    return thread;
  }
}
