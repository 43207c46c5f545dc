import type { Json } from "../model/json.ts";
import type { Binding, Invocation } from "../model/spec.ts";

/** A binding that is an artifact, and where it stands in the inputs of an invocation. */
export interface ArtifactBinding {
  /** `data`, `xs[0]`, `config.model`, `config["learning rate"]`. */
  readonly path: string;
  readonly binding: Extract<Binding, { kind: "output" | "version" }>;
}

/** Every artifact among the inputs of an invocation, at any depth, in the order it stands there. */
export function artifactsIn(inputs: Invocation["inputs"]): ArtifactBinding[] {
  const found: ArtifactBinding[] = [];
  for (const [name, binding] of Object.entries(inputs)) collect(binding, name, found);
  return found;
}

function collect(binding: Binding, path: string, found: ArtifactBinding[]): void {
  switch (binding.kind) {
    case "value":
      return;
    case "output":
    case "version":
      found.push({ path, binding });
      return;
    case "list":
      for (const [index, item] of binding.items.entries()) collect(item, `${path}[${String(index)}]`, found);
      return;
    case "object":
      for (const [key, field] of Object.entries(binding.fields)) collect(field, path + member(key), found);
      return;
    default:
      return binding satisfies never;
  }
}

/** How a path goes on to a property. */
export function member(key: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/**
 * The inputs of an invocation that were given directly, by name. A structure with artifacts inside is one of them, with
 * `"<artifact train.model>"` or `"<artifact model@3>"` in their places.
 */
export function parametersIn(inputs: Invocation["inputs"]): Record<string, Json> {
  const direct = Object.entries(inputs).filter(([, { kind }]) => kind !== "output" && kind !== "version");
  return Object.fromEntries(direct.map(([name, binding]) => [name, asJson(binding)]));
}

function asJson(binding: Binding): Json {
  switch (binding.kind) {
    case "value":
      return binding.value;
    case "output":
      return `<artifact ${binding.from.invocation}.${binding.from.output}>`;
    case "version":
      return `<artifact ${binding.ref.artifact}@${binding.ref.version}>`;
    case "list":
      return binding.items.map(asJson);
    case "object":
      return Object.fromEntries(Object.entries(binding.fields).map(([key, field]) => [key, asJson(field)]));
    default:
      return binding satisfies never;
  }
}
