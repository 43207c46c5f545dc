import type { Registered } from "../../model/protocol.ts";
import type { LoadableClass } from "../../model/materializer.ts";
import type { ClassOrigin } from "../../model/signature.ts";
import { definitionOf, type Definition, type PipelineDefinition, type StepDefinition } from "../../sdk/definition.ts";
import { isJson } from "../../sdk/recording/binding.ts";
import type { Registry } from "../../compile/registry.ts";
import { isMaterializer } from "./materializers.ts";

/** What a definition or value is found by, and its name. */
interface Found {
  readonly identity: string;
  readonly name: string;
}

/**
 * The author's loaded module, by identity: which top-level binding holds which step, pipeline, function, class or object.
 * The first binding that holds a value gives it its identity, so that renames and re-exports do not matter.
 */
export class LoadedModule {
  readonly #registry: Registry;
  readonly #definitions = new Map<string, Definition>();
  readonly #found = new Map<Definition, Found>();
  readonly #values = new Map<string, object>();
  readonly #refs = new Map<object, string>();

  constructor(registry: Registry) {
    this.#registry = registry;
    for (const { file, binding, value } of registry.entries()) this.#add(`${file}#${binding}`, binding, value, file);
  }

  #add(identity: string, binding: string, value: unknown, file: string): void {
    if (!isReference(value) || this.#values.has(identity)) return;
    this.#values.set(identity, value);
    if (!this.#refs.has(value)) this.#refs.set(value, identity);
    if (this.#addDefinition(identity, binding === "default" ? stemOf(file) : binding, value)) return;
    this.#addMembers(identity, binding, value, new Set());
  }

  /** Steps may stand at any depth of plain objects and arrays. */
  #addMembers(identity: string, binding: string, value: object, searched: Set<object>): void {
    if (searched.has(value) || searched.size >= mostSearched) return;
    searched.add(value);
    const isIndex = Array.isArray(value);
    const members = membersOf(value);
    for (const [key, item] of members) {
      const inner = isIndex ? `${identity}[${key}]` : `${identity}.${key}`;
      const path = `${binding}_${key}`;
      if (this.#addDefinition(inner, isIndex ? path : key, item, isIndex)) continue;
      if (isPlain(item) && members.length <= mostMembers) this.#addMembers(inner, path, item, searched);
    }
  }

  #addDefinition(identity: string, fallback: string, value: unknown, preferOwnName = fallback === ""): boolean {
    const definition = definitionOf(value);
    if (definition === undefined) return false;
    this.#definitions.set(identity, definition);
    if (!this.#found.has(definition)) {
      const { fn } = definition;
      const name = definition.options.name ?? (preferOwnName && fn.name !== "" ? fn.name : fallback);
      this.#found.set(definition, { identity, name });
    }
    return true;
  }

  /** The steps and pipelines that were found, each once. */
  registered(): Registered[] {
    return [...this.#found].map(([definition, { identity, name }]) => ({
      kind: definition.kind,
      identity,
      name,
      dynamic: definition.kind === "pipeline" && definition.options.dynamic === true,
      ...(definition.kind === "step" && definition.options.inputs && { schemas: Object.keys(definition.options.inputs) }),
      ...(isJson(definition.options.parameters) && { parameters: definition.options.parameters }),
    }));
  }

  /** Identities of the top-level bindings that hold a materializer. */
  materializers(): string[] {
    return [...this.#values].flatMap(([identity, value]) => (isMaterializer(value) ? [identity] : []));
  }

  /** Identity and name of a definition, or of what it was copied from; undefined where no binding holds it. */
  find(definition: Definition): Found | undefined {
    const found = this.#found.get(definition);
    if (found !== undefined || definition.base === undefined) return found;
    const base = this.find(definition.base);
    return base === undefined ? undefined : { ...base, name: definition.options.name ?? base.name };
  }

  step(identity: string): StepDefinition | undefined {
    const definition = this.#definitions.get(identity);
    return definition?.kind === "step" ? definition : undefined;
  }

  pipeline(identity: string): PipelineDefinition | undefined {
    const definition = this.#definitions.get(identity);
    return definition?.kind === "pipeline" ? definition : undefined;
  }

  /** How another process finds this function or object; undefined where no binding holds it. */
  readonly refOf = (value: object): string | undefined => {
    const identity = this.#refs.get(value);
    return identity === undefined ? undefined : `binding:${identity}`;
  };

  /** The value that a reference names, where `pick` takes it out of a definition's options. */
  resolve(ref: string, pick: (options: Definition["options"]) => unknown): unknown {
    const [kind, identity] = splitOnce(ref);
    switch (kind) {
      case "step":
      case "pipeline": {
        const options = this.#definitions.get(identity)?.options;
        return options === undefined ? undefined : pick(options);
      }
      default:
        return this.#values.get(identity);
    }
  }

  /** The class that the reading code names. */
  async classOf(origin: ClassOrigin): Promise<LoadableClass | undefined> {
    const value =
      origin.kind === "local"
        ? this.#values.get(origin.identity)
        : await this.#registry.packageExport(origin.file, origin.specifier, origin.export);
    return typeof value === "function" ? value : undefined;
  }
}

const isReference = (value: unknown): value is object => (typeof value === "object" && value !== null) || typeof value === "function";

/** How many objects and arrays of one binding are looked into, and of how long a one its own. Data is no place for steps, and each worker looks. */
const mostSearched = 1_000;
const mostMembers = 100;

const isPlain = (value: unknown): value is object => {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
};

/** The members of a plain object or array, or the static members of a class, that may be steps or hold some. Accessors are not triggered. */
const membersOf = (value: object): [string, unknown][] => {
  if (!isPlain(value) && typeof value !== "function") return [];
  return Object.entries(Object.getOwnPropertyDescriptors(value)).flatMap(([key, descriptor]): [string, unknown][] =>
    "value" in descriptor && isReference(descriptor.value) ? [[key, descriptor.value]] : [],
  );
};

const stemOf = (file: string): string => (file.split("/").at(-1) ?? file).replace(/\.[^.]+$/, "");

const splitOnce = (ref: string): [string, string] => {
  const at = ref.indexOf(":");
  return [ref.slice(0, at), ref.slice(at + 1)];
};
