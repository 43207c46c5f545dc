import { didYouMean } from "../../model/nearest.ts";
import { keyText } from "../literals.ts";
import ts from "../typescript.ts";
import { fileRange, report, textOf, type Machine } from "./machine.ts";
import { unknownType } from "./syntax-signature.ts";
import type { Scope } from "./scope.ts";
import { handlesIn, undefinedValue, type Handle, type Value } from "./values.ts";

/** Declares the names of a pattern, each with the part of the value that it takes. */
export const bindPattern = (machine: Machine, target: ts.BindingName, value: Value, scope: Scope): void => {
  if (ts.isIdentifier(target)) {
    scope.declare(target.text, value);
    machine.recording.variable(target.text, value, fileRange(machine, target));
    return;
  }
  if (ts.isArrayBindingPattern(target)) bindList(machine, target, value, scope);
  else bindObject(machine, target, value, scope);
};

const bindList = (machine: Machine, target: ts.ArrayBindingPattern, value: Value, scope: Scope): void => {
  if (value.kind === "handle" && isTakenApartWrongly(machine, value.handle, target)) {
    for (const element of target.elements)
      if (!ts.isOmittedExpression(element)) bindPattern(machine, element.name, unknown(element, value), scope);
    return;
  }
  for (const [index, element] of target.elements.entries()) {
    if (ts.isOmittedExpression(element)) continue;
    if (element.dotDotDotToken !== undefined) bindPattern(machine, element.name, restOf(machine, value, index, element), scope);
    else bindElement(machine, element, partOf(machine, value, index, element), scope);
  }
};

const restOf = (machine: Machine, value: Value, from: number, element: ts.BindingElement): Value => {
  const depth = machine.recording.within.length;
  if (value.kind === "list") return { ...value, items: value.items.slice(from), depth };
  if (value.kind === "handle" && value.handle.output === undefined && value.handle.call.kind === "tuple") {
    const { call } = value.handle;
    const items = call.outputs.slice(from).map(({ name }): Value => ({ kind: "handle", handle: { call, output: name } }));
    return { kind: "list", items, depth, open: false, text: textOf(element) };
  }
  return unknown(element, value);
};

const bindObject = (machine: Machine, target: ts.ObjectBindingPattern, value: Value, scope: Scope): void => {
  if (value.kind === "handle" && isTakenApartWrongly(machine, value.handle, target)) {
    for (const element of target.elements) bindPattern(machine, element.name, unknown(element, value), scope);
    return;
  }
  const taken = new Set<string>();
  for (const element of target.elements) {
    if (element.dotDotDotToken !== undefined) {
      const rest: Value =
        value.kind === "object"
          ? { ...value, fields: new Map([...value.fields].filter(([key]) => !taken.has(key))) }
          : unknown(element, value);
      bindPattern(machine, element.name, rest, scope);
      continue;
    }
    const key = keyText(element.propertyName ?? element.name);
    if (key !== undefined) taken.add(key);
    bindElement(machine, element, key === undefined ? unknown(element, value) : partOf(machine, value, key, element), scope);
  }
};

const bindElement = (machine: Machine, element: ts.BindingElement, part: Value, scope: Scope): void => {
  const value = part.kind === "undefined" && element.initializer !== undefined ? machine.evaluate(element.initializer, scope) : part;
  bindPattern(machine, element.name, value, scope);
};

/** The part of a value under a key or position, as far as it is known. */
export const partOf = (machine: Machine, value: Value, key: string | number, node: ts.Node): Value => {
  switch (value.kind) {
    case "list": {
      const item = key === "length" ? undefined : value.items[Number(key)];
      if (value.open) return unknown(node, value);
      if (key === "length") return { kind: "json", value: value.items.length };
      return item ?? undefinedValue;
    }
    case "object":
      return value.fields.get(String(key)) ?? (value.open ? unknown(node, value) : undefinedValue);
    case "handle":
      return partOfResult(machine, value.handle, key, node);
    case "json": {
      if (typeof value.value === "string" && (key === "length" || typeof key === "number")) {
        const part = key === "length" ? value.value.length : value.value[key];
        return part === undefined ? undefinedValue : { kind: "json", value: part };
      }
      return unknown(node, value);
    }
    case "module":
      return machine.modules.exported(value.file, String(key));
    case "sdk":
      return value.name === "*" ? { kind: "sdk", name: String(key) } : { kind: "sdk", name: `${value.name}.${String(key)}` };
    case "undefined":
    case "version":
    case "external":
    case "function":
    case "made":
    case "global":
    case "other":
    case "unknown":
      return unknown(node, value);
    default:
      return value satisfies never;
  }
};

const handleMembers = new Set<string | number>(["id", "load", "then", "toString"]);

const partOfResult = (machine: Machine, handle: Handle, key: string | number, node: ts.Node): Value => {
  const { call, output } = handle;
  const value: Value = { kind: "handle", handle };
  if (output !== undefined || call.kind === "single" || call.kind === "none") {
    if (!handleMembers.has(key) && call.kind !== "none") usedAsValue(machine, handle, key, node);
    return unknown(node, value);
  }
  if (call.kind === "open") {
    if (handleMembers.has(key)) return unknown(node, value);
    machine.recording.partial = true;
    const name = typeof key === "number" ? `output_${String(key)}` : key;
    // What stood for its only output was a guess.
    if (call.outputs.length === 1 && call.outputs[0]?.type === unknownType && call.outputs[0].name === "output") call.outputs.pop();
    if (call.outputs.every((known) => known.name !== name)) call.outputs.push({ name, type: unknownType, named: typeof key === "string" });
    return { kind: "handle", handle: { call, output: name } };
  }
  const index = call.kind === "tuple" && key === "length" ? undefined : Number(key);
  const found = call.kind === "tuple" ? call.outputs[index ?? -1] : call.outputs.find(({ name }) => name === `${key}`);
  if (call.kind === "tuple" && index === undefined) return { kind: "json", value: call.outputs.length };
  if (found !== undefined) return { kind: "handle", handle: { call, output: found.name } };
  if (!handleMembers.has(key)) noSuchOutput(machine, call, key, node);
  return unknown(node, value);
};

const isTakenApartWrongly = (machine: Machine, { call, output }: Handle, target: ts.BindingPattern): boolean => {
  if (target.elements.length === 0) return false;
  const one = output ?? (call.kind === "single" ? call.outputs[0]?.name : undefined);
  if (one === undefined && (call.kind !== "named" || !ts.isArrayBindingPattern(target))) return false;
  // In a dynamic pipeline as well: the handle is no value there either.
  report(machine, one === undefined ? "SW1010" : "SW1009", target, {
    message:
      one === undefined
        ? `\`${call.id}\` has no output by position.`
        : `\`${call.id}\` has one output, \`${one}\`, and cannot be taken apart.`,
    help:
      one === undefined
        ? `Its outputs are: ${call.outputs.map(({ name }) => name).join(", ")}. Take it apart by name: const { … } = step().`
        : "To have several outputs, return an array literal from a function whose return type is a tuple, or return outputs({ … }).",
  });
  return true;
};

const usedAsValue = (machine: Machine, handle: Handle, key: string | number, node: ts.Node): void => {
  const { call, output } = handle;
  const isPosition = typeof key === "number" || /^\d+$/.test(key);
  report(machine, isPosition ? "SW1009" : "SW1001", node, {
    message: isPosition
      ? `\`${call.id}\` has one output, \`${output ?? "output"}\`, and cannot be taken apart.`
      : `\`.${key}\` of <artifact ${output === undefined ? call.id : `${call.id}.${output}`}> is read, but there is no value yet.`,
    help: machine.dynamic
      ? "Await the handle first, or use the value inside a step."
      : "A step's result is a handle that is passed on. Use the value inside a step, or return several outputs with outputs({ … }).",
  });
};

const noSuchOutput = (machine: Machine, call: Handle["call"], key: string | number, node: ts.Node): void => {
  const names = call.outputs.map(({ name }) => name);
  report(machine, "SW1010", node, {
    message: `\`${call.id}\` has no output \`${String(key)}\`.${didYouMean(String(key), names)}`,
    help: `Its outputs are: ${names.map((name, index) => (call.kind === "tuple" ? `[${String(index)}] (${name})` : name)).join(", ")}.`,
  });
};

const unknown = (node: ts.Node, ...values: readonly Value[]): Value => ({ kind: "unknown", text: textOf(node), of: handlesIn(...values) });
