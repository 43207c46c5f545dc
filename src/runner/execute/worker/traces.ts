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
  readonly #watched: readonly Watched[];
  readonly #directory = process.cwd();
  readonly #listeners = countListeners();
  readonly #resources = countResources();
  readonly #environment = new EnvironmentLayers();
  #environmentChanged = false;
  #threads = 0;

  constructor() {
    // Comparing all variables costs more than all the rest; noticing the change costs nothing.
    process.env = new Proxy(process.env, {
      // Left to itself, an assignment would define just the value, which Node refuses for a variable that is there already.
      set: (target, key, value: string) => {
        this.#environmentChanged = true;
        return Reflect.set(target, key, value);
      },
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
    this.#watched = [globalThis, process, ...builtIns.flatMap((builtIn) => [builtIn, ...prototypeOf(builtIn)])].map(watch);
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
      this.#watched.some(hasChanged) ||
      process.cwd() !== this.#directory ||
      countListeners() !== this.#listeners ||
      countResources() > this.#resources
    );
  }
}

/** An object and its properties as they were. Lists side by side, because comparing them is what happens after every step. */
interface Watched {
  readonly object: Readonly<Record<PropertyKey, unknown>>;
  /** How many properties it had; undefined where an added one does no harm, and counting them would take longest. */
  readonly count: number | undefined;
  readonly keys: readonly PropertyKey[];
  readonly values: readonly unknown[];
  /** Of accessors, only the global object's are compared. */
  readonly getters: readonly (readonly [PropertyKey, unknown])[];
}

/**
 * Globals that are loaded when they are first looked at, some of them in 70 ms. That one was replaced goes unnoticed; that one was added
 * does not. The title of a process takes longer to read than all the rest.
 */
const isLeftOut = (object: object, key: PropertyKey): boolean =>
  (object === globalThis && typeof key === "string" && /^[A-Z]/.test(key) && !languageGlobals.has(key)) ||
  (object === process && key === "title");

const watch = (object: object): Watched => {
  const keys: PropertyKey[] = [];
  const values: unknown[] = [];
  const getters: (readonly [PropertyKey, unknown])[] = [];
  const all = Reflect.ownKeys(object);
  for (const key of all) {
    const property = isLeftOut(object, key) ? undefined : Reflect.getOwnPropertyDescriptor(object, key);
    if (property !== undefined && "value" in property) {
      keys.push(key);
      values.push(property.value);
    } else if (property?.get !== undefined && object === globalThis) getters.push([key, property.get]);
  }
  const grows = object === process || object === console;
  return { object: object as Watched["object"], count: grows ? undefined : all.length, keys, values, getters };
};

const hasChanged = ({ object, count, keys, values, getters }: Watched): boolean => {
  // A plain loop over plain reads: three times as fast as anything with a callback or `Reflect.get`.
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index];
    if (key !== undefined && object[key] !== values[index] && !Object.is(object[key], values[index])) return true;
  }
  return (
    (count !== undefined && Reflect.ownKeys(object).length !== count) ||
    getters.some(([key, getter]) => Reflect.getOwnPropertyDescriptor(object, key)?.get !== getter)
  );
};

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

const languageGlobals: ReadonlySet<string> = new Set(
  `AggregateError Array ArrayBuffer Atomics BigInt Boolean DataView Date Error Function Infinity Int8Array Int16Array Int32Array Float32Array
   Float64Array JSON Map Math NaN Number Object Promise Proxy Reflect RegExp Set String Symbol Uint8Array URL URLSearchParams WeakMap
   WeakRef WeakSet`.split(/\s+/),
);

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
