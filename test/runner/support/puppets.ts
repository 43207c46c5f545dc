import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";

/** What a test tells a puppet step to do. `return`, `throw`, `exit` and `block` end its obedience. */
export type Order =
  | { readonly do: "return"; readonly value: unknown }
  | { readonly do: "throw"; readonly message: string }
  | { readonly do: "log"; readonly text: string }
  | { readonly do: "progress"; readonly fraction: number; readonly message: string }
  | { readonly do: "exit"; readonly code: number }
  /** Stops its event loop for ever. */
  | { readonly do: "block" }
  /** Runs a piece of JavaScript in the step's process, such as one that changes a global. */
  | { readonly do: "run"; readonly code: string };

/** A step that has started and waits for orders. */
export interface Puppet {
  readonly name: string;
  readonly pid: number;
  /** Gives an order. Resolves when it has been carried out; at once for those that end the step. */
  tell(order: Order): Promise<void>;
  /** Resolves when the step's signal has aborted. */
  readonly aborted: Promise<void>;
  /** Resolves when its connection is gone: the step has ended, or its process. */
  readonly gone: Promise<void>;
}

/** The file that a workspace needs: `import { puppet } from "./puppet.ts"`, then `step(() => puppet("name"))`. */
export const puppetFile = `import { connect } from "node:net";
import { createInterface } from "node:readline";
import { stepContext } from "stepwright";

export const puppet = (name: string): Promise<any> =>
  new Promise((resolve, reject) => {
    const context = stepContext();
    const socket = connect(Number(process.env["PUPPET_PORT"]), "127.0.0.1");
    const say = (message: object): void => void socket.write(JSON.stringify(message) + "\\n");
    say({ name, pid: process.pid });
    context.signal.addEventListener("abort", () => say({ aborted: true }));
    const end = (finish: () => void): void => {
      socket.end();
      finish();
    };
    createInterface(socket).on("line", (line) => {
      const order = JSON.parse(line);
      switch (order.do) {
        case "return":
          return end(() => resolve(order.value));
        case "throw":
          return end(() => reject(new Error(order.message)));
        case "log":
          console.log(order.text);
          return say({ done: true });
        case "progress":
          context.progress(order.fraction, order.message);
          return say({ done: true });
        case "run":
          new Function(order.code)();
          return say({ done: true });
        case "exit":
          return process.exit(order.code);
        case "block":
          for (;;);
      }
    });
  });
`;

/** The other end of puppet steps. Whoever starts it writes `await using`. */
export class Puppets implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #arrived = new Map<string, Puppet[]>();
  readonly #awaited = new Map<string, ((puppet: Puppet) => void)[]>();
  readonly #started: string[] = [];

  private constructor() {
    this.#server = createServer((socket) => {
      this.#meet(socket);
    });
  }

  static async start(): Promise<Puppets> {
    const puppets = new Puppets();
    await new Promise<void>((resolve) => puppets.#server.listen(0, "127.0.0.1", resolve));
    return puppets;
  }

  /** Environment of the command whose steps are to find these strings. */
  get env(): Readonly<Record<string, string>> {
    return { PUPPET_PORT: String((this.#server.address() as AddressInfo).port) };
  }

  /** Names of the puppets that have started, in order. */
  get started(): readonly string[] {
    return this.#started;
  }

  /** Forgets who has started, for the next story. */
  forget(): void {
    this.#started.length = 0;
  }

  /** The next puppet of that name, when it has started. */
  next(name: string): Promise<Puppet> {
    const waiting = this.#arrived.get(name)?.shift();
    if (waiting !== undefined) return Promise.resolve(waiting);
    return new Promise((resolve) => {
      this.#awaited.set(name, [...(this.#awaited.get(name) ?? []), resolve]);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #meet(socket: Socket): void {
    this.#sockets.add(socket);
    const gone = Promise.withResolvers<undefined>();
    const aborted = Promise.withResolvers<undefined>();
    const done: (() => void)[] = [];
    socket.on("close", () => {
      this.#sockets.delete(socket);
      gone.resolve(undefined);
      for (const resolve of done.splice(0)) resolve();
    });
    const lines = createInterface(socket);
    // A puppet that is killed may reset its connection, and the reader passes on what happens to its stream. `gone` says it all.
    for (const emitter of [socket, lines]) emitter.on("error", () => undefined);
    lines.on("line", (line) => {
      const message = JSON.parse(line) as { name: string; pid: number } | { done: true } | { aborted: true };
      if ("done" in message) done.shift()?.();
      else if ("aborted" in message) aborted.resolve(undefined);
      else {
        this.#arrive({
          ...message,
          aborted: aborted.promise,
          gone: gone.promise,
          tell: (order) =>
            new Promise((resolve) => {
              const last = order.do === "return" || order.do === "throw" || order.do === "exit" || order.do === "block";
              if (!last) done.push(resolve);
              socket.write(`${JSON.stringify(order)}\n`, () => {
                if (last) resolve();
              });
            }),
        });
      }
    });
  }

  #arrive(puppet: Puppet): void {
    this.#started.push(puppet.name);
    const resolve = this.#awaited.get(puppet.name)?.shift();
    if (resolve !== undefined) resolve(puppet);
    else this.#arrived.set(puppet.name, [...(this.#arrived.get(puppet.name) ?? []), puppet]);
  }
}
