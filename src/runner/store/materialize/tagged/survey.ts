import { materializerHelp, type Refusal } from "../failures.ts";
import { isOrdinaryList } from "../lists.ts";
import { className, isBuiltIn, isLoadable, kindOf } from "./kinds.ts";
import { element, mapEntry, member, property, writePath, type Segment } from "./path.ts";

/** What a walk over a value found out before anything is written. */
export interface Survey {
  /** Objects that stand in more than one place, or inside themselves. */
  readonly shared: ReadonlySet<object>;
  /** Bytes of all typed arrays and buffers inside. */
  readonly binaryBytes: number;
  /** True where something inside can be kept by `v8.serialize` only. */
  readonly needsV8: boolean;
  /** The first thing that cannot be kept at all. */
  readonly refusal: Refusal | undefined;
}

/**
 * Walks over everything that a value holds. `output` is the output's name, for messages.
 *
 * A class instance inside another value is refused even where it has `toJSON`: who reads the value could not name its class, and it
 * would come back as plain data without a word.
 */
export function survey(value: unknown, output: string): Survey {
  return new Surveyor(output).run(value);
}

class Surveyor {
  readonly #output: string;
  readonly #way: Segment[] = [];
  readonly #seen = new Set<object>();
  readonly #shared = new Set<object>();
  #binaryBytes = 0;
  #needsV8 = false;

  constructor(output: string) {
    this.#output = output;
  }

  run(value: unknown): Survey {
    const refusal = this.#visit(value);
    return { shared: this.#shared, binaryBytes: this.#binaryBytes, needsV8: this.#needsV8, refusal };
  }

  #visit(value: unknown): Refusal | undefined {
    if (typeof value === "symbol") return this.#refuse("is a symbol", "Use a text instead.");
    if (typeof value === "function") return this.#refuse("is a function", materializerHelp(this.#output, "Model"));
    if (typeof value !== "object" || value === null) return undefined;
    if (this.#seen.has(value)) {
      this.#shared.add(value);
      return undefined;
    }
    this.#seen.add(value);
    return this.#visitObject(value);
  }

  #visitObject(value: object): Refusal | undefined {
    const known = kindOf(value);
    switch (known.kind) {
      case "list":
        return this.#visitList(known.value);
      case "object":
        return this.#visitProperties(value);
      case "map":
        return first(known.value, ([key, item]) => this.#at(member, "keys", key) ?? this.#at(mapEntry, key, item));
      case "set":
        return first(known.value, (item) => this.#at(member, "values", item));
      case "error":
        return this.#visitError(known.value);
      case "binary":
        this.#binaryBytes += known.value.bytes.byteLength;
        return undefined;
      case "v8":
        this.#needsV8 = true;
        return undefined;
      case "date":
      case "regexp":
      case "url":
      case "text":
        return undefined;
      case "promise":
        return this.#refuse("is a promise", "Await it before it is returned.");
      case "file":
        return this.#refuse("is a file or folder inside another value", "Return it as an output of its own.");
      case "instance":
        return this.#refuse(`is an instance of \`${className(value)}\``, this.#instanceHelp(value));
      default:
        return known satisfies never;
    }
  }

  #visitList(list: readonly unknown[]): Refusal | undefined {
    return isOrdinaryList(list) ? first(list.entries(), ([index, item]) => this.#at(element, index, item)) : this.#visitProperties(list);
  }

  #visitProperties(value: object): Refusal | undefined {
    if (Object.getOwnPropertySymbols(value).some((symbol) => Object.prototype.propertyIsEnumerable.call(value, symbol))) {
      return this.#refuse("has a property whose name is a symbol", "Use a text as its name.");
    }
    const write = Array.isArray(value) ? element : property;
    return first(Object.entries(value), ([key, item]) => this.#at(write, key, item));
  }

  /** What caused an error is hidden from a listing of its properties. */
  #visitError(error: Error): Refusal | undefined {
    const errors: unknown = error instanceof AggregateError ? error.errors : undefined;
    return this.#at(property, "cause", error.cause) ?? this.#at(property, "errors", errors) ?? this.#visitProperties(error);
  }

  #at(write: Segment[0], key: unknown, value: unknown): Refusal | undefined {
    // Most of what is walked over is numbers and texts.
    if (typeof value !== "object" && typeof value !== "function" && typeof value !== "symbol") return undefined;
    this.#way.push([write, key]);
    const refusal = this.#visit(value);
    this.#way.pop();
    return refusal;
  }

  #refuse(problem: string, help: string): Refusal {
    return { path: writePath(this.#output, this.#way), problem, help };
  }

  #instanceHelp(instance: object): string {
    const type = className(instance);
    const custom = materializerHelp(this.#output, type);
    if (isBuiltIn(instance)) return custom;
    if (isLoadable(instance))
      return `Return it as an output of its own, for instance with \`outputs({ … })\`: only there it comes back as a \`${type}\`.`;
    const alone = this.#way.length === 0 ? "" : " and return it as an output of its own";
    return `Give \`${type}\` a \`toJSON()\` and a static \`fromJSON()\`${alone}. Or: ${custom}`;
  }
}

/** The first refusal among the items, in their order. */
function first<T>(items: Iterable<T>, visit: (item: T) => Refusal | undefined): Refusal | undefined {
  for (const item of items) {
    const refusal = visit(item);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
