import { fork, type ChildProcess } from "node:child_process";
import type { FromService, ToService } from "../../runner/model/service.ts";
import { asNode, cleanEnvironment } from "./own-node.ts";

/** Version of the messages that this side speaks. */
export { protocolVersion } from "../../runner/model/formats.ts";

type State = "starting" | "started" | "stopping" | "stopped";

export interface ServiceLinkListener {
  onMessage(message: FromService): void;
  /** What the process wrote to its streams: only ever about its own trouble. */
  onOutput(text: string): void;
  /** It is gone. `expected`: because it was asked to end. */
  onEnd(expected: boolean, how: string): void;
}

/** One service process, from its start to its end. */
export class ServiceLink {
  readonly #child: ChildProcess;
  readonly #queue: ToService[] = [];
  #state: State = "starting";

  constructor(entry: string, listener: ServiceLinkListener) {
    this.#child = fork(entry, [], {
      execPath: process.execPath,
      // Flags of the host, such as those of its debugger, are not for the service.
      execArgv: [],
      env: { ...cleanEnvironment(), ...asNode() },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.#child.stdout?.on("data", (chunk: Buffer) => listener.onOutput(chunk.toString()));
    this.#child.stderr?.on("data", (chunk: Buffer) => listener.onOutput(chunk.toString()));
    this.#child.on("message", (message: FromService) => {
      if (message.type === "ready") this.#start();
      listener.onMessage(message);
    });
    let over = false;
    const end = (how: string): void => {
      if (over) return;
      over = true;
      const expected = this.#state === "stopping";
      this.#state = "stopped";
      listener.onEnd(expected, how);
    };
    this.#child.on("error", (error) => end(error.message));
    this.#child.on("exit", (code, signal) => end(signal ?? `exit status ${String(code)}`));
  }

  /** What is sent before the service is ready waits for it. */
  send(message: ToService): void {
    if (this.#state === "starting") this.#queue.push(message);
    else if (this.#state === "started") this.#child.send(message, () => undefined);
  }

  /** Asks it to end; a while later it is ended. Resolves when it is gone. */
  async stop(): Promise<void> {
    if (this.#state === "stopped") return;
    const gone = new Promise<void>((resolve) => this.#child.once("exit", () => resolve()));
    if (this.#state === "started") this.#child.send({ type: "stop" } satisfies ToService, () => undefined);
    else this.#child.kill();
    this.#state = "stopping";
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), 2000);
    await gone;
    clearTimeout(timer);
  }

  #start(): void {
    if (this.#state !== "starting") return;
    this.#state = "started";
    for (const message of this.#queue.splice(0)) this.send(message);
  }
}
