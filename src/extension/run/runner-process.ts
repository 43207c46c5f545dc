import { execFile, fork, type ChildProcess } from "node:child_process";
import type { FromRunner, RunRequest, ToRunner } from "../../runner/model/protocol.ts";
import { cleanEnvironment } from "../service/own-node.ts";
import { protocolVersion } from "../service/service-link.ts";
import type { UserNode } from "./user-node.ts";

export type RunnerState = "starting" | "started" | "stopping" | "stopped";

export interface RunnerListener {
  onMessage(message: Exclude<FromRunner, { type: "ready" }>): void;
  /** What the author's code printed outside of steps, and what the process said of its own trouble. */
  onOutput(text: string): void;
  /** @param asked whether it was told to end from here. @param how its exit code or the signal that ended it */
  onEnd(asked: boolean, how: string): void;
}

interface Options {
  readonly entry: string;
  readonly node: UserNode;
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** How long a run has to end by itself after it was asked to, in milliseconds. Steps have a time of grace in the runner. */
const patience = 15_000;

/**
 * One run: a process that is started for it and ends with it. Asked to stop while it starts, it remembers. Asked twice, or too slow, it is
 * killed with all that it started. It notices by itself when this process is gone.
 */
export class RunnerProcess {
  readonly #child: ChildProcess;
  readonly #request: RunRequest;
  readonly #listener: RunnerListener;
  #state: RunnerState = "starting";
  #stopAsked = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(request: RunRequest, { entry, node, cwd, environment }: Options, listener: RunnerListener) {
    this.#request = request;
    this.#listener = listener;
    this.#child = fork(entry, [], {
      execPath: node.path,
      execArgv: [],
      cwd,
      env: { ...cleanEnvironment(), FORCE_COLOR: "1", ...environment, ...node.environment },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      // A process group of its own, so that a kill reaches what it started.
      detached: process.platform !== "win32",
    });
    const output = (chunk: Buffer): void => listener.onOutput(chunk.toString());
    this.#child.stdout?.on("data", output);
    this.#child.stderr?.on("data", output);
    this.#child.on("message", (value: unknown) => this.#receive(value));
    this.#child.on("error", (error) => {
      listener.onOutput(`${error.message}\n`);
      this.#ended(error.message);
    });
    this.#child.on("close", (code, signal) => this.#ended(signal ?? String(code)));
  }

  get state(): RunnerState {
    return this.#state;
  }

  /** Asks the run to end: what is finished is kept. A second time ends it at once. */
  stop(): void {
    switch (this.#state) {
      case "starting":
        this.#stopAsked = true;
        return;
      case "started":
        this.#state = "stopping";
        this.#send({ type: "cancel" });
        this.#timer = setTimeout(() => this.kill(), patience);
        return;
      case "stopping":
        this.kill();
        return;
      case "stopped":
        return;
      default:
        this.#state satisfies never;
    }
  }

  /** Ends it with everything that it started, now. */
  kill(): void {
    const { pid } = this.#child;
    if (pid === undefined || this.#state === "stopped") return;
    this.#state = "stopping";
    if (process.platform === "win32") execFile("taskkill", ["/pid", String(pid), "/t", "/f"], () => undefined);
    else {
      try {
        // Negative: the whole group.
        process.kill(-pid, "SIGKILL");
      } catch {
        // It has ended, and nobody has told us yet.
      }
    }
  }

  #receive(value: unknown): void {
    const message = open(value);
    if (message === undefined) return;
    if (message.type !== "ready") {
      this.#listener.onMessage(message);
      return;
    }
    if (this.#state !== "starting") return;
    if (message.protocol !== protocolVersion || this.#stopAsked) {
      this.kill();
      return;
    }
    this.#state = "started";
    this.#send({ type: "run", request: this.#request });
  }

  #send(message: ToRunner): void {
    if (this.#child.connected) this.#child.send({ stepwright: message }, () => undefined);
  }

  #ended(how: string): void {
    if (this.#state === "stopped") return;
    const asked = this.#state === "stopping" || this.#stopAsked;
    this.#state = "stopped";
    clearTimeout(this.#timer);
    this.#listener.onEnd(asked, how);
  }
}

/** Messages stand in an envelope, because the author's code may use `process.send` too. */
const open = (value: unknown): FromRunner | undefined =>
  typeof value === "object" && value !== null && "stepwright" in value ? (value.stepwright as FromRunner) : undefined;
