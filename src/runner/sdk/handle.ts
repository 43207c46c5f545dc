import { inspect } from "node:util";
import { didYouMean } from "../model/nearest.ts";
import type { OutputShape } from "../model/signature.ts";
import { StepwrightError } from "./errors.ts";

/** What stands behind a handle: a call of a step, and which of its outputs, if it is one. */
export interface HandleInfo {
  readonly invocation: string;
  readonly shape: OutputShape;
  /** Absent where the handle stands for all outputs of the call. */
  readonly output?: string;
}

/** How the value behind a handle is read in a dynamic pipeline. `output` is absent for the value of the whole call. */
export type ReadLive = (invocation: string, output: string | undefined) => Promise<unknown>;

const infos = new WeakMap<object, HandleInfo>();

/** What stands behind `value` if it is a handle. Asking never triggers the handle's errors. */
export const handleInfo = (value: unknown): HandleInfo | undefined =>
  (typeof value === "object" && value !== null) || typeof value === "function" ? infos.get(value) : undefined;

/** Names of the outputs of a shape, in order. */
export const outputNames = (shape: OutputShape): readonly string[] => {
  switch (shape.kind) {
    case "none":
      return [];
    case "single":
      return [shape.output.name];
    case "tuple":
    case "named":
      return shape.outputs.map((output) => output.name);
    default:
      return shape satisfies never;
  }
};

/**
 * The handle that a call of a step returns. A proxy, because what must be refused is any use of it as a value: awaiting it in a static
 * pipeline, arithmetic, comparison, reading a property.
 */
export const createHandle = (invocation: string, shape: OutputShape, live?: ReadLive): object => {
  if (shape.kind === "single") return outputHandle(invocation, shape, shape.output.name, live);
  const names = outputNames(shape);
  const parts = names.map((name) => outputHandle(invocation, shape, name, live));
  const target: Record<PropertyKey, unknown> = { [inspect.custom]: () => textOf(invocation) };
  Object.defineProperty(target, inspect.custom, { enumerable: false });
  parts.forEach((part, index) => {
    target[shape.kind === "tuple" ? index : (names[index] ?? index)] = part;
  });
  if (shape.kind === "tuple") {
    Object.defineProperty(target, "length", { value: parts.length });
    Object.defineProperty(target, Symbol.iterator, { value: () => parts[Symbol.iterator]() });
  }
  const handle = new Proxy(target, {
    get(_, key) {
      if (Object.hasOwn(target, key)) return target[key];
      const common = commonProperty(key, invocation, undefined, live);
      if (common !== undefined) return common.value;
      if (typeof key === "symbol" && key !== Symbol.iterator) return undefined;
      throw unknownOutput(invocation, shape, key);
    },
    set: refuseChange(invocation),
  });
  infos.set(handle, { invocation, shape });
  return handle;
};

const outputHandle = (invocation: string, shape: OutputShape, output: string, live?: ReadLive): object => {
  const target = { [inspect.custom]: () => textOf(invocation, output) };
  const handle = new Proxy(target, {
    get(_, key) {
      const common = commonProperty(key, invocation, output, live);
      if (common !== undefined) return common.value;
      if (key === Symbol.iterator || (typeof key === "string" && /^\d+$/.test(key))) throw notSeveral(invocation, output);
      if (typeof key === "symbol") return undefined;
      throw usedAsValue(`\`.${key}\` of ${textOf(invocation, output)} is read, but there is no value yet.`, live);
    },
    set: refuseChange(invocation, output),
    ownKeys() {
      throw usedAsValue(`The properties of ${textOf(invocation, output)} are listed or spread, but there is no value yet.`, live);
    },
  });
  infos.set(handle, { invocation, shape, output });
  return handle;
};

const idOf = (invocation: string, output?: string): string => (output === undefined ? invocation : `${invocation}.${output}`);
const textOf = (invocation: string, output?: string): string => `<artifact ${idOf(invocation, output)}>`;

/** What every handle answers, or undefined where the key is not one of these. */
const commonProperty = (
  key: PropertyKey,
  invocation: string,
  output: string | undefined,
  live: ReadLive | undefined,
): { value: unknown } | undefined => {
  const text = textOf(invocation, output);
  switch (key) {
    case "id":
      return { value: idOf(invocation, output) };
    case "toString":
      return { value: () => text };
    case Symbol.toPrimitive:
      return {
        value: (hint: string) => {
          if (hint === "string") return text;
          throw usedAsValue(`${text} is used in arithmetic or a comparison, but there is no value yet.`, live);
        },
      };
    case inspect.custom:
      return { value: () => text };
    case Symbol.toStringTag:
      return { value: "Artifact" };
    case "load":
      return { value: () => (live === undefined ? Promise.reject(noValueYet(text, "loaded")) : live(invocation, output)) };
    case "then": {
      if (live === undefined) throw noValueYet(text, "awaited");
      const value = live;
      return {
        value: (resolve?: (value: unknown) => unknown, reject?: (error: unknown) => unknown) =>
          value(invocation, output).then(resolve, reject),
      };
    }
    default:
      return undefined;
  }
};

const noValueYet = (text: string, use: string): StepwrightError =>
  new StepwrightError({
    code: "SW1001",
    message: `${text} is ${use} in a static pipeline, where no step has run yet.`,
    help: "Pass it on to a step, or make the pipeline dynamic: pipeline({ dynamic: true }, async () => { … }).",
  });

const usedAsValue = (message: string, live: ReadLive | undefined): StepwrightError =>
  new StepwrightError({
    code: "SW1001",
    message,
    help:
      live === undefined
        ? "A step's result is a handle that is passed on. Use the value inside a step, or return several outputs with outputs({ … }). To print the handle, write `${handle}`."
        : "Await the handle first, or use the value inside a step.",
  });

const notSeveral = (invocation: string, output: string): StepwrightError =>
  new StepwrightError({
    code: "SW1009",
    message: `\`${invocation}\` has one output, \`${output}\`, and cannot be taken apart.`,
    help: "To have several outputs, return an array literal from a function whose return type is a tuple, or return outputs({ … }).",
  });

const unknownOutput = (invocation: string, shape: OutputShape, key: PropertyKey): StepwrightError => {
  const names = outputNames(shape);
  if (names.length === 0) {
    return new StepwrightError({
      code: "SW1010",
      message: `\`${invocation}\` has no outputs, so there is no \`${String(key)}\`.`,
      help: "Return a value from the step.",
    });
  }
  const list = names.map((name, index) => (shape.kind === "tuple" ? `[${String(index)}] (${name})` : name)).join(", ");
  return new StepwrightError({
    code: "SW1010",
    message: `\`${invocation}\` has no output \`${typeof key === "symbol" ? "[…]" : String(key)}\`.${typeof key === "string" ? didYouMean(key, names) : ""}`,
    help: `Its outputs are: ${list}.${shape.kind === "named" && key === Symbol.iterator ? " Take it apart by name: const { … } = step()." : ""}`,
  });
};

const refuseChange = (invocation: string, output?: string) => (): never => {
  throw new StepwrightError({
    code: "SW1001",
    message: `${textOf(invocation, output)} is changed, but it only stands for a value.`,
    help: "Change the value inside a step and return the result.",
  });
};
