import { types } from "node:util";
import type { Json } from "../../model/json.ts";
import type { Binding } from "../../model/spec.ts";
import { storedRefOf, type StoredRef } from "../artifacts.ts";
import { StepwrightError } from "../errors.ts";
import { handleInfo, outputNames } from "../handle.ts";

/** Called for a stored artifact that an argument names; gives its place in the graph, which may be filled in later. */
export type BindStored = (ref: StoredRef) => Binding;

/**
 * What an argument means: a parameter, an artifact, or a plain structure with artifacts inside.
 *
 * @param path where the argument stands, such as `train.config`, for the error.
 * @throws StepwrightError `SW1006` for a value that is not JSON, `SW1010` for a step without outputs.
 */
export const toBinding = (value: unknown, path: string, bindStored: BindStored): Binding => new Binder(bindStored).bind(value, path);

/** Whether a value can be a parameter: it is JSON, without artifacts inside. */
export const isJson = (value: unknown): boolean => {
  try {
    return toBinding(value, "", () => ({ kind: "list", items: [] })).kind === "value";
  } catch {
    return false;
  }
};

class Binder {
  readonly #bindStored: BindStored;
  /** The objects around the one that is looked at: a cycle cannot be JSON. */
  readonly #around = new Set<object>();

  constructor(bindStored: BindStored) {
    this.#bindStored = bindStored;
  }

  bind(value: unknown, path: string): Binding {
    switch (typeof value) {
      case "string":
      case "boolean":
        return { kind: "value", value };
      case "number":
        if (!Number.isFinite(value)) throw notJson(path, String(value));
        return { kind: "value", value };
      case "object":
        return value === null ? { kind: "value", value } : this.#object(value, path);
      case "function": {
        const info = handleInfo(value);
        if (info === undefined) throw notJson(path, "a function");
        return bindHandle(value, path);
      }
      case "undefined":
        throw notJson(path, "undefined");
      case "bigint":
      case "symbol":
        throw notJson(path, `a ${typeof value}`);
    }
  }

  #object(value: object, path: string): Binding {
    if (handleInfo(value) !== undefined) return bindHandle(value, path);
    const stored = storedRefOf(value);
    if (stored !== undefined) return this.#bindStored(stored);
    if (this.#around.has(value)) throw notJson(path, "a structure that contains itself");
    this.#around.add(value);
    try {
      if (Array.isArray(value)) return listOf(Array.from(value, (item: unknown, index) => this.bind(item, `${path}[${String(index)}]`)));
      const prototype: unknown = Object.getPrototypeOf(value);
      if (prototype !== Object.prototype && prototype !== null && !isForeignPlain(value, prototype)) throw notJson(path, kindOf(value));
      const fields: Record<string, Binding> = {};
      for (const [key, item] of Object.entries(value)) {
        if (item !== undefined) fields[key] = this.bind(item, `${path}.${key}`);
      }
      return objectOf(fields);
    } finally {
      this.#around.delete(value);
    }
  }
}

/** A plain object of another realm (a `vm` context). */
const isForeignPlain = (value: object, prototype: unknown): boolean =>
  typeof prototype === "object" &&
  prototype !== null &&
  Object.getPrototypeOf(prototype) === null &&
  !types.isProxy(value) &&
  value.constructor.name === "Object";

const bindHandle = (value: unknown, path: string): Binding => {
  const info = handleInfo(value);
  if (info === undefined) throw notJson(path, "an unknown handle");
  const { invocation, output, shape } = info;
  if (output !== undefined) return { kind: "output", from: { invocation, output } };
  const refs = outputNames(shape).map((name): [string, Binding] => [name, { kind: "output", from: { invocation, output: name } }]);
  switch (shape.kind) {
    case "named":
      return { kind: "object", fields: Object.fromEntries(refs) };
    case "tuple":
      return { kind: "list", items: refs.map(([, ref]) => ref) };
    case "single":
    case "none":
      throw new StepwrightError({
        code: "SW1010",
        message: `\`${path}\` gets the result of \`${invocation}\`, which has no outputs.`,
        help: "Return a value from that step, or order the two with withOptions({ after: … }).",
      });
    default:
      return shape satisfies never;
  }
};

/** A structure without artifacts is one value. */
const listOf = (items: readonly Binding[]): Binding => {
  const values = items.flatMap((item) => (item.kind === "value" ? [item.value] : []));
  return values.length === items.length ? { kind: "value", value: values } : { kind: "list", items };
};

const objectOf = (fields: Readonly<Record<string, Binding>>): Binding => {
  const values: Record<string, Json> = {};
  for (const [key, field] of Object.entries(fields)) {
    if (field.kind !== "value") return { kind: "object", fields };
    values[key] = field.value;
  }
  return { kind: "value", value: values };
};

const kindOf = (value: object): string => {
  const name = (value.constructor as { name?: string } | undefined)?.name;
  return name === undefined || name === "" ? "an object of a class" : `an object of class ${name}`;
};

const notJson = (path: string, found: string): StepwrightError =>
  new StepwrightError({
    code: "SW1006",
    message: `\`${path}\` is ${found}, and a parameter must be JSON.`,
    help: "Make the value in a step and pass its result, or wrap it: externalArtifact(value).",
  });
