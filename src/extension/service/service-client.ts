import * as vscode from "vscode";
import type { Failure } from "../../runner/model/failure.ts";
import type { Result } from "../../runner/model/result.ts";
import type { Answer, FromService, Question, Questions, ToService } from "../../runner/model/service.ts";
import { protocolVersion, ServiceLink } from "./service-link.ts";

export type ServiceState = "idle" | "running" | "failed";

/** After so many ends within a minute it is not started again by itself. */
const mostRestarts = 3;
const minute = 60_000;

/**
 * The extension's side of the service. It is started when something is first asked of it, and again when it ends by itself; whoever
 * listens to `onDidStart` tells it what it has to know.
 */
export class ServiceClient implements vscode.Disposable {
  readonly #entry: string;
  readonly #log: vscode.LogOutputChannel;
  readonly #onMessage = new vscode.EventEmitter<FromService>();
  readonly #onDidStart = new vscode.EventEmitter<void>();
  readonly #onState = new vscode.EventEmitter<ServiceState>();
  readonly #open = new Map<number, (answer: Result<unknown>) => void>();
  #link: ServiceLink | undefined;
  #state: ServiceState = "idle";
  #nextId = 1;
  #ends: number[] = [];
  #disposed = false;

  readonly onMessage = this.#onMessage.event;
  /** A new process: it knows nothing yet. */
  readonly onDidStart = this.#onDidStart.event;
  readonly onDidChangeState = this.#onState.event;

  constructor(entry: string, log: vscode.LogOutputChannel) {
    this.#entry = entry;
    this.#log = log;
  }

  get state(): ServiceState {
    return this.#state;
  }

  /** Starts it, unless it runs or has failed too often. */
  start(): void {
    if (this.#link !== undefined || this.#disposed || this.#state === "failed") return;
    this.#log.debug("The service starts.");
    this.#link = new ServiceLink(this.#entry, {
      onMessage: (message) => this.#receive(message),
      onOutput: (text) => this.#log.warn(`Service: ${text.trimEnd()}`),
      onEnd: (expected, how) => this.#ended(expected, how),
    });
    this.#become("running");
    this.#onDidStart.fire();
  }

  /** Ends it, and starts it anew. */
  async restart(): Promise<void> {
    await this.#link?.stop();
    this.#ends = [];
    this.#become("idle");
    this.start();
  }

  /** Nothing is said to a service that does not run: whoever starts it says all that counts. */
  send(message: ToService): void {
    this.#link?.send(message);
  }

  /** Asks a question, and starts the service for it where it does not run. SW9001 where it ends before it answers. */
  ask<Q extends Question>(question: Q, about: Questions[Q]["about"]): Promise<Result<Answer<Q>>> {
    this.start();
    const link = this.#link;
    if (link === undefined) return Promise.resolve({ ok: false, error: gone });
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#open.set(id, (answer) => resolve(answer as Result<Answer<Q>>));
      link.send({ type: "ask", id, question, about } as ToService);
    });
  }

  dispose(): void {
    void this.stop();
  }

  /** Ends it for good. Resolves when it is gone. */
  async stop(): Promise<void> {
    this.#disposed = true;
    await this.#link?.stop();
    for (const emitter of [this.#onMessage, this.#onDidStart, this.#onState]) emitter.dispose();
  }

  #receive(message: FromService): void {
    switch (message.type) {
      case "answer": {
        const resolve = this.#open.get(message.id);
        this.#open.delete(message.id);
        resolve?.(message.answer);
        return;
      }
      case "ready":
        if (message.protocol === protocolVersion) return;
        this.#log.error(`The service speaks version ${String(message.protocol)} and this extension ${String(protocolVersion)}.`);
        this.#become("failed");
        void this.#link?.stop();
        return;
      case "error":
        this.#log.error(`The service cannot start: ${message.error.message} ${message.error.help}`);
        this.#become("failed");
        return;
      case "definitions":
      case "discovered":
      case "findings":
      case "run":
      case "runChanged":
      case "printed":
      case "trouble":
      case "history":
        this.#onMessage.fire(message);
        return;
      default:
        message satisfies never;
    }
  }

  #ended(expected: boolean, how: string): void {
    this.#link = undefined;
    for (const resolve of this.#open.values()) resolve({ ok: false, error: gone });
    this.#open.clear();
    if (expected || this.#disposed) return;
    const now = Date.now();
    this.#ends = [...this.#ends.filter((at) => now - at < minute), now];
    this.#log.error(`The service has ended by itself (${how}).`);
    if (this.#state === "failed" || this.#ends.length > mostRestarts) this.#become("failed");
    else this.start();
  }

  #become(state: ServiceState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#onState.fire(state);
  }
}

const gone: Failure = {
  code: "SW9001",
  message: "The service of Stepwright ended before it answered.",
  help: "It starts again by itself. The output of Stepwright says why it ended.",
};
