import { hasToJson, kindOf, type WithJson } from "./kinds.ts";

/**
 * What `JSON.stringify` would make of an instance, as a value: `toJSON` is asked wherever there is one, instances without it are their
 * properties, functions are left out. This is what a class with `toJSON` and `fromJSON` was written for.
 *
 * Where JSON would lose something (`NaN`, typed arrays, maps, the same object in two places), the value stays as it is, so that the
 * class gets it back whole.
 */
export function lower(instance: WithJson): unknown {
  return new Lowering().byMethod(instance, "");
}

class Lowering {
  /** What became of each object, so that one that stands in two places stays one, and one inside itself comes to an end. */
  readonly #lowered = new Map<object, unknown>();

  byMethod(value: WithJson, key: string): unknown {
    const json = value.toJSON(key);
    // As in JSON.stringify, what `toJSON` returns is not asked for its JSON again; its members are.
    const result = typeof json === "object" && json !== null ? this.#members(json) : this.#any(json, key);
    this.#lowered.set(value, result);
    return result;
  }

  #any(value: unknown, key: string): unknown {
    if (typeof value === "function" || typeof value === "symbol") return undefined;
    if (typeof value !== "object" || value === null) return value;
    if (this.#lowered.has(value)) return this.#lowered.get(value);
    // A Buffer has a `toJSON` too, that of a list of numbers.
    return hasToJson(value) && !ArrayBuffer.isView(value) ? this.byMethod(value, key) : this.#members(value);
  }

  #members(value: object): unknown {
    const known = kindOf(value);
    switch (known.kind) {
      case "list":
        return this.#fill(value, new Array<unknown>(), (list) => {
          for (const [index, item] of known.value.entries()) list.push(this.#any(item, String(index)));
        });
      case "map":
        return this.#fill(value, new Map<unknown, unknown>(), (map) => {
          for (const [key, item] of known.value) map.set(this.#any(key, ""), this.#any(item, ""));
        });
      case "set":
        return this.#fill(value, new Set<unknown>(), (set) => {
          for (const item of known.value) set.add(this.#any(item, ""));
        });
      case "object":
      case "instance":
        return this.#fill(value, {}, (record) => {
          for (const [key, item] of Object.entries(value)) define(record, key, this.#any(item, key));
        });
      case "v8":
        return value.valueOf();
      case "date":
      case "url":
      case "regexp":
      case "error":
      case "text":
      case "binary":
      case "file":
      case "promise":
        return value;
      default:
        return known satisfies never;
    }
  }

  /** Remembers the container before it is filled: what is inside may lead back to it. */
  #fill<T extends object>(value: object, container: T, fill: (container: T) => void): T {
    this.#lowered.set(value, container);
    fill(container);
    return container;
  }
}

/** As JSON, a property that is undefined is none. */
function define(record: object, key: string, value: unknown): void {
  if (value === undefined) return;
  Object.defineProperty(record, key, { value, writable: true, enumerable: true, configurable: true });
}
