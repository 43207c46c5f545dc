import type { Json } from "../../model/json.ts";
import type { OutputSignature } from "../../model/signature.ts";
import type ts from "../typescript.ts";
import type { Scope } from "./scope.ts";
import type { Made, MadeOptions } from "./made.ts";

/** A call of a step, as the source shows it. */
export interface Call {
  readonly id: string;
  readonly step: string;
  /** `open`: the source does not tell which outputs there are; they become known as they are used. */
  readonly kind: "none" | "single" | "tuple" | "named" | "open";
  readonly outputs: OutputSignature[];
}

/** An output of a call; the whole call where it has several and none is named. */
export interface Handle {
  readonly call: Call;
  readonly output?: string;
}

/** Anything that has parameters and a body that the source shows. */
export type FunctionNode = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration | ts.MethodDeclaration;

/** What an expression of a pipeline function stands for, as far as reading it tells. */
export type Value =
  | { readonly kind: "undefined" }
  /** Text, a number, a truth value or `null`; lists and objects have kinds of their own because their parts may be anything. */
  | { readonly kind: "json"; readonly value: string | number | boolean | null }
  | ListValue
  | ObjectValue
  | { readonly kind: "handle"; readonly handle: Handle }
  /** A version that exists before the run. */
  | { readonly kind: "version"; readonly artifact: string; readonly version: string }
  /** A value that becomes an artifact of the step that gets it. */
  | { readonly kind: "external" }
  | FunctionValue
  | { readonly kind: "made"; readonly made: Made; readonly options: MadeOptions }
  /** What a module exports as a whole. */
  | { readonly kind: "module"; readonly file: string }
  /** Something of the SDK: `step`, `pipeline`, `outputs`, `client` …; `*` is all of it. */
  | { readonly kind: "sdk"; readonly name: string }
  /** A global of the language that is understood: `Array`, `Object`, `Math`, `Promise` … */
  | { readonly kind: "global"; readonly name: string }
  /** Certainly not JSON, and what it is: "a Map", "a regular expression". */
  | { readonly kind: "other"; readonly text: string; readonly what: string; readonly of: readonly Handle[] }
  | UnknownValue;

export interface ListValue {
  readonly kind: "list";
  /** Lists are the same object wherever they are passed, as in the code: `push` is seen by all. */
  readonly items: Value[];
  /** How deep in uncertain code it was made; what is pushed deeper may be pushed any number of times. */
  readonly depth: number;
  /** More or fewer may be in it than is known. */
  open: boolean;
  readonly text: string;
}

export interface ObjectValue {
  readonly kind: "object";
  readonly fields: Map<string, Value>;
  open: boolean;
  readonly text: string;
}

export interface FunctionValue {
  readonly kind: "function";
  readonly node: FunctionNode;
  readonly scope: Scope;
}

/** Only running the code tells; `of` are the results that it is made of. */
export interface UnknownValue {
  readonly kind: "unknown";
  readonly text: string;
  readonly of: readonly Handle[];
}

export const undefinedValue: Value = { kind: "undefined" };

/** A value that the source spells out. */
export const valueOfJson = (json: Json, text: string, depth = 0): Value => {
  if (Array.isArray(json)) return { kind: "list", items: json.map((item) => valueOfJson(item, text, depth)), depth, open: false, text };
  if (typeof json === "object" && json !== null) {
    const fields = new Map(Object.entries(json).map(([key, item]) => [key, valueOfJson(item, text, depth)]));
    return { kind: "object", fields, open: false, text };
  }
  return { kind: "json", value: json };
};

/** The JSON of a value that is known wholly, wrapped so that `null` is a value. */
export const jsonOf = (value: Value): { json: Json } | undefined => {
  switch (value.kind) {
    case "json":
      return { json: value.value };
    case "list": {
      const items = value.items.map(jsonOf);
      return value.open || items.includes(undefined) ? undefined : { json: items.flatMap((item) => (item ? [item.json] : [])) };
    }
    case "object": {
      const fields = [...value.fields]
        .filter(([, field]) => field.kind !== "undefined")
        .map(([key, field]) => [key, jsonOf(field)] as const);
      if (value.open || fields.some(([, field]) => field === undefined)) return undefined;
      return { json: Object.fromEntries(fields.flatMap(([key, field]) => (field ? [[key, field.json]] : []))) };
    }
    default:
      return undefined;
  }
};

/** Every result that a value holds, at any depth, each once. */
export const handlesIn = (...values: readonly Value[]): Handle[] => {
  const found = new Map<string, Handle>();
  const seen = new Set<Value>();
  const visit = (value: Value): void => {
    if (seen.has(value)) return;
    seen.add(value);
    if (value.kind === "handle") found.set(handleText(value.handle), value.handle);
    else if (value.kind === "list") value.items.forEach(visit);
    else if (value.kind === "object") for (const field of value.fields.values()) visit(field);
    else if (value.kind === "unknown" || value.kind === "other") for (const handle of value.of) found.set(handleText(handle), handle);
  };
  values.forEach(visit);
  return [...found.values()];
};

/** `train.model`, or `train` for all outputs of it. */
export const handleText = ({ call, output }: Handle): string => (output === undefined ? call.id : `${call.id}.${output}`);

/** One of these, and only running the code tells which. */
export const either = (text: string, values: readonly Value[]): Value => {
  const [first] = values;
  if (first !== undefined && values.every((value) => same(value, first))) return first;
  return { kind: "unknown", text, of: handlesIn(...values) };
};

const same = (one: Value, other: Value): boolean => {
  if (one === other) return true;
  if (one.kind === "json" && other.kind === "json") return one.value === other.value;
  if (one.kind === "handle" && other.kind === "handle") return handleText(one.handle) === handleText(other.handle);
  return one.kind === "undefined" && other.kind === "undefined";
};

/** Whether a condition holds, where that is known. */
export const truthOf = (value: Value): boolean | undefined => {
  switch (value.kind) {
    case "undefined":
      return false;
    case "json":
      return Boolean(value.value);
    case "unknown":
      return undefined;
    case "list":
    case "object":
    case "handle":
    case "version":
    case "external":
    case "function":
    case "made":
    case "module":
    case "sdk":
    case "global":
      return true;
    case "other":
      // `0n` is as well.
      return undefined;
    default:
      return value satisfies never;
  }
};
