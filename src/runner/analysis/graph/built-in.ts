import type ts from "../typescript.ts";
import { textOf, type Argument, type Machine } from "./machine.ts";
import {
  either,
  handlesIn,
  jsonOf,
  truthOf,
  undefinedValue,
  valueOfJson,
  type FunctionValue,
  type ListValue,
  type Value,
} from "./values.ts";

/** Longer lists are not spelled out. */
const longestList = 10_000;

const listOf = (machine: Machine, node: ts.Node, items: readonly Value[], open = false): ListValue => ({
  kind: "list",
  items: [...items],
  depth: machine.recording.within.length,
  open,
  text: textOf(node),
});

const number = (value: number): Value => ({ kind: "json", value });
const functionOf = (argument: Argument | undefined): FunctionValue | undefined =>
  argument?.value.kind === "function" ? argument.value : undefined;

/** A call of a method of a list; undefined where it is none that is understood. */
export const callListMethod = (
  machine: Machine,
  node: ts.CallExpression,
  list: ListValue,
  method: string,
  args: readonly Argument[],
): Value | undefined => {
  const [first, second] = args;
  const fn = functionOf(first);
  switch (method) {
    case "push":
    case "unshift":
      // Deeper in uncertain code than where the list was made: it may happen any number of times.
      if (machine.recording.within.length > list.depth) list.open = true;
      list.items[method](...args.map(({ value }) => value));
      return list.open ? { kind: "unknown", text: textOf(node), of: [] } : number(list.items.length);
    case "pop":
    case "shift":
      if (list.open || machine.recording.within.length > list.depth) {
        list.open = true;
        return undefined;
      }
      return list.items[method]() ?? undefinedValue;
    case "forEach":
    case "map":
    case "flatMap":
      return fn && mapped(machine, node, list, method, fn);
    case "filter": {
      if (fn === undefined) return undefined;
      const kept = each(machine, node, list, fn).map((result, index) => [truthOf(result), list.items[index] ?? undefinedValue] as const);
      const open = list.open || kept.some(([truth]) => truth === undefined);
      return listOf(
        machine,
        node,
        kept.filter(([truth]) => truth !== false).map(([, item]) => item),
        open,
      );
    }
    case "reduce": {
      if (fn === undefined || list.open) return passThrough(machine, node, args, list);
      const items = second === undefined ? list.items.slice(1) : list.items;
      const start = second?.value ?? list.items[0] ?? undefinedValue;
      const offset = second === undefined ? 1 : 0;
      return items.reduce(
        (sum, item, index) => machine.call(fn, [{ value: sum }, { value: item }, { value: number(index + offset) }]),
        start,
      );
    }
    case "slice": {
      const [from, to] = args.map(({ value }) => jsonOf(value)?.json);
      const isKnown = args.every(({ value }) => value.kind === "json" || value.kind === "undefined");
      if (list.open || !isKnown) return listOf(machine, node, list.items, true);
      return listOf(machine, node, list.items.slice(typeof from === "number" ? from : 0, typeof to === "number" ? to : undefined));
    }
    case "concat": {
      const parts = args.map(({ value }) => (value.kind === "list" ? value : listOf(machine, node, [value], value.kind === "unknown")));
      return listOf(
        machine,
        node,
        [list, ...parts].flatMap(({ items }) => items),
        [list, ...parts].some(({ open }) => open),
      );
    }
    case "toReversed":
    case "reverse":
      return listOf(machine, node, list.items.toReversed(), list.open);
    case "entries":
      return listOf(
        machine,
        node,
        list.items.map((item, index) => listOf(machine, node, [number(index), item])),
        list.open,
      );
    case "keys":
      return listOf(
        machine,
        node,
        list.items.map((_, index) => number(index)),
        list.open,
      );
    case "values":
      return list;
    case "at": {
      const index = first && jsonOf(first.value)?.json;
      return list.open || typeof index !== "number" ? undefined : (list.items.at(index) ?? undefinedValue);
    }
    case "fill":
      return (
        first &&
        listOf(
          machine,
          node,
          list.items.map(() => first.value),
          list.open,
        )
      );
    case "join":
    case "includes":
    case "indexOf":
      return knownMethod(list, method, args);
    default:
      return passThrough(machine, node, args, list);
  }
};

/** Of lists of which all is known the language itself gives the answer. */
const knownMethod = (list: ListValue, method: "join" | "includes" | "indexOf", args: readonly Argument[]): Value | undefined => {
  const items = jsonOf(list)?.json;
  const given = args.map(({ value }) => jsonOf(value)?.json);
  if (!Array.isArray(items) || given.includes(undefined)) return undefined;
  const fn: unknown = Reflect.get(items, method);
  const result: unknown = typeof fn === "function" ? Reflect.apply(fn, items, given) : undefined;
  return typeof result === "string" || typeof result === "number" || typeof result === "boolean"
    ? { kind: "json", value: result }
    : undefined;
};

const each = (machine: Machine, node: ts.Node, list: ListValue, fn: FunctionValue): Value[] => {
  const call = (item: Value, index: Value): Value => machine.call(fn, [{ value: item }, { value: index }, { value: list }]);
  if (!list.open) return list.items.map((item, index) => call(item, number(index)));
  return list.items.length === 0
    ? [looped(machine, node, () => call({ kind: "unknown", text: "item", of: [] }, unknownIndex))]
    : list.items.map((item) => looped(machine, node, () => call(item, unknownIndex)));
};

const unknownIndex: Value = { kind: "unknown", text: "index", of: [] };

const mapped = (machine: Machine, node: ts.Node, list: ListValue, method: "forEach" | "map" | "flatMap", fn: FunctionValue): Value => {
  const results = each(machine, node, list, fn);
  if (method === "forEach") return undefinedValue;
  if (method === "map") return listOf(machine, node, results, list.open);
  const open = list.open || results.some((result) => result.kind === "unknown" || (result.kind === "list" && result.open));
  return listOf(
    machine,
    node,
    results.flatMap((result) => (result.kind === "list" ? result.items : [result])),
    open,
  );
};

/** Reads what is gone through some number of times, once. */
const looped = (machine: Machine, node: ts.Node, read: () => Value): Value => {
  let result: Value = undefinedValue;
  const { recording } = machine;
  const before = recording.uncertain({ kind: "loop", text: textOf(node) }, () => {
    result = read();
  });
  for (const [cell, value] of before) recording.assign(cell, either(cell.name, [value, cell.value]));
  return result;
};

/**
 * A function that is handed to something that is not understood, such as `map` of a list of unknown length: it is read once, as gone through
 * some number of times. Undefined where no argument is a function.
 */
export const passThrough = (
  machine: Machine,
  node: ts.CallExpression,
  args: readonly Argument[],
  over: Value | undefined,
): Value | undefined => {
  const functions = args.flatMap((argument) => functionOf(argument) ?? []);
  if (functions.length === 0) return undefined;
  const item: Value = { kind: "unknown", text: "item", of: over === undefined ? [] : handlesIn(over) };
  const results = functions.map((fn) => looped(machine, node, () => machine.call(fn, [{ value: item }, { value: unknownIndex }])));
  return listOf(machine, node, results, true);
};

/** A call of a function of the language; undefined where it is none that is understood. */
export const callGlobal = (machine: Machine, node: ts.CallExpression, name: string, args: readonly Argument[]): Value | undefined => {
  const [first, second] = args;
  switch (name) {
    case "Array": {
      const length = first && jsonOf(first.value)?.json;
      if (args.length !== 1 || typeof length !== "number" || length > longestList) return undefined;
      return listOf(
        machine,
        node,
        Array.from({ length }, () => undefinedValue),
      );
    }
    case "Array.from":
      return first && arrayFrom(machine, node, first.value, functionOf(second));
    case "Array.of":
      return listOf(
        machine,
        node,
        args.map(({ value }) => value),
      );
    case "Object.keys":
    case "Object.values":
    case "Object.entries":
      return first && fieldsOf(machine, node, first.value, name);
    case "Object.fromEntries":
      return first && fromEntries(node, first.value);
    case "Promise.all":
      return first?.value;
    case "String":
    case "Number":
    case "Boolean": {
      const value = first?.value;
      if (value?.kind !== "json") return undefined;
      const result = name === "String" ? String(value.value) : name === "Number" ? Number(value.value) : Boolean(value.value);
      return typeof result === "number" && !Number.isFinite(result) ? undefined : { kind: "json", value: result };
    }
    default:
      return name.startsWith("Math.") ? mathResult(name.slice("Math.".length), args) : undefined;
  }
};

const arrayFrom = (machine: Machine, node: ts.Node, value: Value, fn: FunctionValue | undefined): Value | undefined => {
  const list = listLike(machine, node, value);
  if (list === undefined) return undefined;
  return fn === undefined ? listOf(machine, node, list.items, list.open) : mapped(machine, node, list, "map", fn);
};

/** A list, or `{ length: 3 }`; of what is not known nothing but that it is some list. */
const listLike = (machine: Machine, node: ts.Node, value: Value): ListValue | undefined => {
  if (value.kind === "list") return value;
  if (value.kind === "unknown") return listOf(machine, node, [{ kind: "unknown", text: "item", of: value.of }], true);
  if (value.kind !== "object") return undefined;
  const length = value.fields.get("length");
  if (length?.kind === "json" && typeof length.value === "number" && length.value <= longestList)
    return listOf(
      machine,
      node,
      Array.from({ length: length.value }, () => undefinedValue),
    );
  return listOf(machine, node, [undefinedValue], true);
};

const fieldsOf = (machine: Machine, node: ts.Node, value: Value, name: string): Value | undefined => {
  if (value.kind !== "object") return undefined;
  const parts = [...value.fields].map(([key, field]) => {
    const text: Value = { kind: "json", value: key };
    return name === "Object.keys" ? text : name === "Object.values" ? field : listOf(machine, node, [text, field]);
  });
  return listOf(machine, node, parts, value.open);
};

const fromEntries = (node: ts.Node, value: Value): Value | undefined => {
  if (value.kind !== "list") return undefined;
  const fields = new Map<string, Value>();
  let { open } = value;
  for (const entry of value.items) {
    const [key, field] = entry.kind === "list" ? entry.items : [];
    const name = key && jsonOf(key)?.json;
    if (field !== undefined && (typeof name === "string" || typeof name === "number")) fields.set(String(name), field);
    else open = true;
  }
  return { kind: "object", fields, open, text: textOf(node) };
};

const mathResult = (method: string, args: readonly Argument[]): Value | undefined => {
  // Chance is not known.
  const fn: unknown = method === "random" ? undefined : Reflect.get(Math, method);
  const numbers = args.map(({ value }) => (value.kind === "json" && typeof value.value === "number" ? value.value : NaN));
  const result: unknown = typeof fn === "function" ? Reflect.apply(fn, Math, numbers) : undefined;
  return typeof result === "number" && Number.isFinite(result) ? number(result) : undefined;
};

const textMethods = new Set([
  "toUpperCase",
  "toLowerCase",
  "trim",
  "slice",
  "split",
  "startsWith",
  "endsWith",
  "includes",
  "replace",
  "replaceAll",
  "toFixed",
  "toString",
  "at",
  "charAt",
  "indexOf",
]);

/** A method of a known text or number, whose result the language itself gives. */
export const callTextMethod = (owner: string | number | boolean | null, method: string, args: readonly Value[]): Value | undefined => {
  const given = args.map((value) => (value.kind === "json" ? value.value : undefined));
  if (owner === null || !textMethods.has(method) || given.includes(undefined)) return undefined;
  const fn: unknown = Reflect.get(Object(owner) as object, method);
  try {
    const result: unknown = typeof fn === "function" ? Reflect.apply(fn, owner, given) : undefined;
    if (typeof result === "string" || typeof result === "number" || typeof result === "boolean") return { kind: "json", value: result };
    return Array.isArray(result) ? valueOfJson(result.map(String), method) : undefined;
  } catch {
    // As the code itself would: `toFixed(1000)`.
    return undefined;
  }
};
