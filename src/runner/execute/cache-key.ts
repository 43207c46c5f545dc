import { hash } from "node:crypto";
import type { Closure } from "../analysis/closure/closure.ts";
import type { CacheKey } from "../model/events.ts";
import { cacheKeyFormat } from "../model/formats.ts";
import type { Json } from "../model/json.ts";
import { shapeOutputs } from "../model/shape-outputs.ts";
import type { OutputSignature } from "../model/signature.ts";
import type { Binding, Invocation } from "../model/spec.ts";
import { fingerprints } from "./fingerprint.ts";

/** In which form an input is stored: the same bytes are another value where another materializer wrote them. */
export interface StoredInput {
  readonly materializer: string;
  readonly className: string | undefined;
  /** SHA-256 of the content. */
  readonly hash: string;
}

/** What a cache key is made of. */
export interface KeyMaterial {
  readonly invocation: Invocation;
  readonly closure: Closure;
  /**
   * Code that works for the step without being reached by its function, by what it is: `materializer:…` that write its outputs or read
   * its inputs, `class:…` of its inputs.
   */
  readonly helpers: Readonly<Record<string, string>>;
  /** Files that code names, see `Closure.files`. */
  readonly files: readonly string[];
  /** The artifacts among the inputs, by their path: `data`, `xs[0]`. */
  readonly stored: Readonly<Record<string, StoredInput>>;
  readonly workspace: string;
}

/**
 * The cache key of an invocation: the hash of its parts. Parts have names, so that a later miss can be explained by comparing them.
 * Outside of it: what changes how a step runs and not what it makes (retry, timeout, runtime, resources, hooks, tags, metadata, extra).
 */
export const cacheKeyOf = (material: KeyMaterial): CacheKey => {
  const { invocation, closure } = material;
  const { options } = invocation;
  const policy = typeof options.cache === "object" ? options.cache : {};
  const parts: Record<string, string> = {
    format: String(cacheKeyFormat),
    node: process.versions.node.split(".")[0] ?? "",
    step: `${invocation.identity ?? ""} ${invocation.step}`,
  };
  if (policy.includeCode !== false) {
    parts["code"] = closure.code;
    // A package may be there in several versions.
    for (const { name, version } of closure.packages) parts[`package:${name}@${version}`] = version;
    if (closure.builtins.length > 0) parts["builtins"] = closure.builtins.join(",");
  }
  if (policy.includeCode !== false) Object.assign(parts, material.helpers);
  const ignored = new Set(policy.ignoreInputs ?? []);
  for (const [name, binding] of Object.entries(invocation.inputs)) {
    if (ignored.has(name)) continue;
    if (policy.includeParameters !== false || binding.kind !== "value") {
      const skeleton = skeletonOf(binding);
      if (skeleton !== undefined) parts[`parameter:${name}`] = JSON.stringify(skeleton);
    }
  }
  for (const [path, { materializer, className = "", hash: content }] of Object.entries(material.stored)) {
    if (!ignored.has(/^[^.[]+/.exec(path)?.[0] ?? path)) parts[`input:${path}`] = `${materializer} ${className} ${content}`;
  }
  // An argument that is left out is not the same as one that is `undefined` by its place; and some get a reference to the data alone.
  parts["arguments"] = invocation.slots
    .map(({ name, position, property, unmaterialized }) => `${name}@${String(position)}${property ? "." : ""}${unmaterialized ? "&" : ""}`)
    .join(",");
  for (const output of shapeOutputs(invocation.outputs)) parts[`output:${output.name}`] = storedAs(invocation, output);
  for (const [name, value] of Object.entries(options.environment ?? {})) parts[`environment:${name}`] = value;
  for (const name of policy.env ?? []) parts[`env:${name}`] = process.env[name] ?? "(not set)";
  const files = [...(policy.includeCode === false ? [] : material.files), ...(policy.files ?? [])];
  for (const [file, print] of Object.entries(fingerprints(material.workspace, files))) parts[`file:${file}`] = print;
  if (policy.keyValue !== undefined) parts["key"] = policy.keyValue;
  return { key: hash("sha256", JSON.stringify(Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1)))), parts };
};

/**
 * How an output is stored, as far as its type and the author decide it: whether it is one of several, the class that its value is labelled
 * with, its materializer. The rest of a type is gone when the code runs, and so does not count.
 */
const storedAs = (invocation: Invocation, { name, class: origin }: OutputSignature): string => {
  const label = origin === undefined ? "" : ` class ${origin.name}`;
  const materializer = invocation.materializers?.[name];
  const by = materializer === undefined ? "" : ` materializer ${materializer}`;
  return `${invocation.outputs.kind}${label}${by}${chosenName(invocation, name)}`;
};

/**
 * The artifact's name, where the author chose it: a cached step keeps the artifacts of the earlier one, so they must be called the same.
 * A name that is made of pipeline and invocation does not count, as any pipeline may use the result of another.
 */
const chosenName = ({ id, artifacts }: Invocation, output: string): string => {
  const artifact = artifacts[output] ?? "";
  return artifact.endsWith(`::${id}::${output}`) ? "" : ` name ${artifact}`;
};

/** The plain part of a binding, with `null` in place of artifacts; undefined where the binding is one artifact. */
const skeletonOf = (binding: Binding): Json | undefined => {
  switch (binding.kind) {
    case "value":
      return binding.value;
    case "output":
    case "version":
      return undefined;
    case "list":
      return binding.items.map((item) => skeletonOf(item) ?? null);
    case "object":
      return Object.fromEntries(Object.entries(binding.fields).map(([key, field]) => [key, skeletonOf(field) ?? null]));
    default:
      return binding satisfies never;
  }
};
