import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Closure } from "../analysis/closure/closure.ts";
import type { CacheKey } from "../model/events.ts";
import { cacheKeyFormat } from "../model/formats.ts";
import type { Json } from "../model/json.ts";
import type { Binding, Invocation } from "../model/spec.ts";

/** What a cache key is made of. */
export interface KeyMaterial {
  readonly invocation: Invocation;
  readonly closure: Closure;
  /** Of materializers that stand in bindings of their own. */
  readonly materializers: Readonly<Record<string, Closure>>;
  /** Hash of the content of each artifact among the inputs, by its path: `data`, `xs[0]`. */
  readonly contents: Readonly<Record<string, string>>;
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
  for (const [ref, { hash: code }] of Object.entries(material.materializers)) parts[`materializer:${ref}`] = code;
  const ignored = new Set(policy.ignoreInputs ?? []);
  for (const [name, binding] of Object.entries(invocation.inputs)) {
    if (ignored.has(name)) continue;
    if (policy.includeParameters !== false || binding.kind !== "value") {
      const skeleton = skeletonOf(binding);
      if (skeleton !== undefined) parts[`parameter:${name}`] = canonical(skeleton);
    }
  }
  for (const [path, content] of Object.entries(material.contents)) {
    if (!ignored.has(/^[^.[]+/.exec(path)?.[0] ?? path)) parts[`input:${path}`] = content;
  }
  // An argument that is left out is not the same as one that is `undefined` by its place.
  parts["arguments"] = invocation.slots
    .map(({ name, position, property }) => `${name}@${String(position)}${property ? "." : ""}`)
    .join(",");
  const outputs = invocation.outputs;
  for (const { name, type } of outputs.kind === "none" ? [] : outputs.kind === "single" ? [outputs.output] : outputs.outputs) {
    parts[`output:${name}`] = `${outputs.kind} ${type} ${invocation.materializers?.[name] ?? ""}`;
  }
  for (const [name, value] of Object.entries(options.environment ?? {})) parts[`environment:${name}`] = value;
  for (const name of policy.env ?? []) parts[`env:${name}`] = process.env[name] ?? "(not set)";
  for (const file of policy.files ?? []) parts[`file:${file}`] = hashOfFile(resolve(material.workspace, file));
  if (policy.keyValue !== undefined) parts["key"] = policy.keyValue;
  return { key: hash("sha256", canonical(parts)), parts };
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

/** JSON with the keys of objects in order, so that the same parameters give the same text. */
const canonical = (value: Json): string =>
  JSON.stringify(value, (_, item: Json) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : item,
  );

const hashOfFile = (path: string): string => {
  try {
    return hash("sha256", readFileSync(path));
  } catch {
    return "(missing)";
  }
};
