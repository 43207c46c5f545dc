import { Worker } from "node:worker_threads";
import type { SignatureRequest } from "../analysis/signature/signatures.ts";
import { err, type Result } from "../model/result.ts";
import type { AnalyzerOperations, AnalyzerReply, AnalyzerRequest } from "./analyzer-protocol.ts";
import { analysisMegabytes, analysisSeconds, GaveUp, gaveUpFailure } from "./gave-up.ts";

interface Waiting extends PromiseWithResolvers<unknown> {
  readonly note: ((reading: string) => void) | undefined;
}

/**
 * The analyzer thread, started when it is first asked something. TypeScript and the bundler live there, so that the thread that runs
 * things never stands still for a second, and does not load them where everything is known from an earlier time.
 */
export class Analyzer implements AnalyzerOperations {
  readonly #entry: string;
  #thread: Worker | undefined;
  #count = 0;
  readonly #waiting = new Map<number, Waiting>();

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

  /** In bounded time and memory; `SW2011` where a type is too much for that. */
  signatures(cache: string, request: SignatureRequest): ReturnType<AnalyzerOperations["signatures"]> {
    return this.#bounded("signatures", [cache, request], request);
  }

  /** In bounded time and memory; `SW2011` where a type is too much for that. */
  warmSignatures(
    cache: string,
    request: SignatureRequest,
    unsaved: ReadonlyMap<string, string>,
  ): ReturnType<AnalyzerOperations["warmSignatures"]> {
    return this.#bounded("warmSignatures", [cache, request, unsaved], request);
  }

  bindingAt(...args: Parameters<AnalyzerOperations["bindingAt"]>): ReturnType<AnalyzerOperations["bindingAt"]> {
    return this.#ask("bindingAt", args);
  }

  /** Ends the thread when it has answered: ended in the middle, it would leave the bundler's process without the other end of its pipe. */
  async close(): Promise<void> {
    while (this.#waiting.size > 0) await Promise.allSettled([...this.#waiting.values()].map(({ promise }) => promise));
    const thread = this.#thread;
    // Who asks from now on has another one.
    this.#thread = undefined;
    await thread?.terminate();
  }

  async #bounded<Operation extends "signatures" | "warmSignatures">(
    operation: Operation,
    args: Parameters<AnalyzerOperations[Operation]>,
    request: SignatureRequest,
  ): Promise<Awaited<ReturnType<AnalyzerOperations[Operation]>> | Result<never>> {
    let reading: string | undefined;
    const note = (identity: string): void => {
      reading = identity;
    };
    try {
      return await this.#ask(operation, args, { seconds: analysisSeconds(), note });
    } catch (error) {
      if (error instanceof GaveUp) return err(gaveUpFailure(error, request, reading));
      throw error;
    }
  }

  async #ask<Operation extends keyof AnalyzerOperations>(
    operation: Operation,
    args: Parameters<AnalyzerOperations[Operation]>,
    limit?: { readonly seconds: number; readonly note: (reading: string) => void },
  ): Promise<Awaited<ReturnType<AnalyzerOperations[Operation]>>> {
    this.#thread ??= this.#start();
    const id = this.#count++;
    const reply = Promise.withResolvers<unknown>();
    this.#waiting.set(id, { ...reply, note: limit?.note });
    this.#thread.postMessage({ id, operation, args } satisfies AnalyzerRequest);
    const late =
      limit &&
      setTimeout(() => {
        this.#giveUp(new GaveUp("time"));
      }, limit.seconds * 1000);
    try {
      return (await reply.promise) as Awaited<ReturnType<AnalyzerOperations[Operation]>>;
    } finally {
      clearTimeout(late);
    }
  }

  /** The thread does not listen while it is at work: it can only be ended. */
  #giveUp(error: Error): void {
    const thread = this.#thread;
    this.#thread = undefined;
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
    void thread?.terminate();
  }

  #start(): Worker {
    const thread = new Worker(this.#entry, {
      name: "stepwright analyzer",
      resourceLimits: { maxOldGenerationSizeMb: analysisMegabytes() },
    });
    thread.on("message", (reply: AnalyzerReply) => {
      const waiting = this.#waiting.get(reply.id);
      if ("reading" in reply) {
        waiting?.note?.(reply.reading);
        return;
      }
      this.#waiting.delete(reply.id);
      if ("thrown" in reply) waiting?.reject(new Error(reply.thrown));
      else waiting?.resolve(reply.value);
    });
    thread.on("error", (error: Error) => {
      if (thread === this.#thread) this.#giveUp(isOutOfMemory(error) ? new GaveUp("memory") : error);
    });
    return thread;
  }
}

const isOutOfMemory = (error: Error): boolean => "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
