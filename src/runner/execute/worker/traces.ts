import { subscribe } from "node:diagnostics_channel";
import type { Worker } from "node:worker_threads";
import { EnvironmentLayers } from "./environment-layers.ts";

/**
 * Tells whether a step left traces in its process that another isolated step could see: a global or built-in added or replaced, an
 * environment variable, the working directory, a listener of the process, a timer, thread or handle that goes on. A process with traces is not
 * used for another isolated step. State inside the author's modules is not looked at: a worker keeps its loaded modules, as a server does.
 *
 * It runs after every step, so it only compares: about 20 µs.
 */
export class TraceWatch {
  /** Every property of the global object, the process, the built-ins and their prototypes. Of an accessor, its getter: reading it could load things. */
  readonly #values: readonly (readonly [object, PropertyKey, unknown])[];
  readonly #getters: readonly (readonly [object, PropertyKey, unknown])[];
  readonly #sizes: readonly (readonly [object, number])[];
  readonly #directory = process.cwd();
  readonly #listeners = countListeners();
  readonly #resources = countResources();
  readonly #environment = new EnvironmentLayers();
  #environmentChanged = false;
  #threads = 0;

  constructor() {
    // Comparing all variables costs more than all the rest; noticing the change costs nothing.
    process.env = new Proxy(process.env, {
      // `Reflect.set` and plain assignment end here as well.
      defineProperty: (target, key, descriptor) => {
        this.#environmentChanged = true;
        return Reflect.defineProperty(target, key, descriptor);
      },
      deleteProperty: (target, key) => {
        this.#environmentChanged = true;
        return Reflect.deleteProperty(target, key);
      },
    });
    // Not the event `worker` of the process, which comes a tick after the thread.
    subscribe("worker_threads", (message) => {
      const { worker: thread } = message as { worker: Worker };
      this.#threads++;
      thread.once("exit", () => this.#threads--);
    });
    const watched = [globalThis, process, ...builtIns.flatMap((builtIn) => [builtIn, ...prototypeOf(builtIn)])];
    const properties = watched.flatMap((object) =>
      Reflect.ownKeys(object).map((key) => [object, key, Reflect.getOwnPropertyDescriptor(object, key)] as const),
    );
    this.#values = properties.flatMap(([object, key, property]) =>
      property !== undefined && "value" in property ? [[object, key, property.value] as const] : [],
    );
    this.#getters = properties.flatMap(([object, key, property]) =>
      property?.get === undefined ? [] : [[object, key, property.get] as const],
    );
    this.#sizes = watched.map((object) => [object, Reflect.ownKeys(object).length] as const);
  }

  /** Changes the environment without leaving a trace: for what a step's own options say. Gives back the way to undo it. */
  withEnvironment(variables: Readonly<Record<string, string>>): () => void {
    const undo = this.#unnoticed(() => this.#environment.add(variables));
    return () => {
      this.#unnoticed(undo);
    };
  }

  #unnoticed<T>(change: () => T): T {
    const already = this.#environmentChanged;
    const result = change();
    this.#environmentChanged = already;
    return result;
  }

  hasTraces(): boolean {
    return (
      this.#environmentChanged ||
      this.#threads > 0 ||
      this.#values.some(([object, key, value]) => !Object.is(Reflect.get(object, key), value)) ||
      this.#getters.some(([object, key, getter]) => Reflect.getOwnPropertyDescriptor(object, key)?.get !== getter) ||
      this.#sizes.some(([object, size]) => Reflect.ownKeys(object).length !== size) ||
      process.cwd() !== this.#directory ||
      countListeners() !== this.#listeners ||
      countResources() > this.#resources
    );
  }
}

const builtIns: readonly object[] = [
  Object,
  Function,
  Array,
  String,
  Number,
  Boolean,
  Symbol,
  Promise,
  Map,
  Set,
  Date,
  RegExp,
  Error,
  JSON,
  Math,
  Reflect,
  console,
];

const prototypeOf = (builtIn: object): object[] => {
  const prototype: unknown = Reflect.get(builtIn, "prototype");
  return typeof prototype === "object" && prototype !== null ? [prototype] : [];
};

const countListeners = (): number => process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);

/** Pipes are the link to the coordinator and the standard streams. */
const countResources = (): number =>
  process
    .getActiveResourcesInfo()
    .filter(
      (kind) =>
        kind === "Timeout" || kind === "TCPSocketWrap" || kind === "TCPServerWrap" || kind === "ProcessWrap" || kind === "FSEventWrap",
    ).length;
