import type { Json, JsonObject } from "../../../model/json.ts";
import { binaryType, type Binary } from "../binary.ts";
import { isOrdinaryList } from "../lists.ts";
import { kindOf, type ErrorType, type ObjectKind } from "./kinds.ts";
import { tagKey, type Tag } from "./tags.ts";

/** Where bytes go that are too many to stand inside the JSON: gives the name of the file beside it, or undefined to keep them inside. */
export type PutAside = (binary: Binary) => string | undefined;

/**
 * The tagged form of a value that a survey has found storable. `shared` is what the survey found: each such object is written once and
 * referred to from its other places.
 */
export function encode(value: unknown, shared: ReadonlySet<object>, putAside: PutAside = () => undefined): Json {
  return new Encoder(shared, putAside).encode(value);
}

const tagged = (tag: Tag, members: JsonObject = {}): JsonObject => ({ [tagKey]: tag, ...members });

class Encoder {
  readonly #shared: ReadonlySet<object>;
  readonly #putAside: PutAside;
  readonly #ids = new Map<object, number>();

  constructor(shared: ReadonlySet<object>, putAside: PutAside) {
    this.#shared = shared;
    this.#putAside = putAside;
  }

  encode(value: unknown): Json {
    switch (typeof value) {
      case "string":
      case "boolean":
        return value;
      case "number":
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : tagged("number", { value: Object.is(value, -0) ? "-0" : String(value) });
      case "bigint":
        return tagged("bigint", { value: String(value) });
      case "undefined":
        return tagged("undefined");
      case "object":
        return value === null ? null : this.#object(value);
      case "symbol":
      case "function":
        throw unstorable(typeof value);
    }
  }

  #object(value: object): Json {
    if (!this.#shared.has(value)) return this.#content(kindOf(value));
    const known = this.#ids.get(value);
    if (known !== undefined) return tagged("ref", { id: known });
    const id = this.#ids.size;
    this.#ids.set(value, id);
    return tagged("def", { id, value: this.#content(kindOf(value)) });
  }

  #content(known: ObjectKind): Json {
    switch (known.kind) {
      case "list":
        return this.#list(known.value);
      case "object":
        return Object.hasOwn(known.value, tagKey) ? tagged("Object", { entries: this.#entries(known.value) }) : this.#plain(known.value);
      case "date":
        return tagged("Date", { value: Number.isNaN(known.value.getTime()) ? null : known.value.toISOString() });
      case "url":
        return tagged("URL", { value: known.value.href });
      case "regexp":
        return tagged("RegExp", { source: known.value.source, flags: known.value.flags, lastIndex: known.value.lastIndex });
      case "map":
        return tagged("Map", { entries: Array.from(known.value, ([key, item]) => [this.encode(key), this.encode(item)]) });
      case "set":
        return tagged("Set", { values: Array.from(known.value, (item) => this.encode(item)) });
      case "error":
        return this.#error(known.value, known.type);
      case "text":
        return tagged("Text", { language: known.value.language, text: known.value.text });
      case "binary":
        return this.#binary(known.value);
      case "v8":
      case "file":
      case "promise":
      case "instance":
        throw unstorable(known.kind);
      default:
        return known satisfies never;
    }
  }

  #list(list: readonly unknown[]): Json {
    if (isOrdinaryList(list)) return list.map((item) => this.encode(item));
    return tagged("Array", { length: list.length, entries: this.#entries(list) });
  }

  #entries(value: object): Json {
    return Object.entries(value).map(([key, item]) => [key, this.encode(item)]);
  }

  #plain(record: object): JsonObject {
    // Not assigned one by one: a key called `__proto__` must become a property like any other.
    return Object.fromEntries(Object.entries(record).map(([key, item]) => [key, this.encode(item)]));
  }

  #error(error: Error, type: ErrorType): Json {
    const hidden = ["message", "stack", "cause", "errors"].filter((key) => isHidden(error, key));
    const members: [string, Json][] = hidden.map((key) => [key, this.encode(Reflect.get(error, key))]);
    const properties = this.#entries(error);
    return tagged("Error", { name: type, ...Object.fromEntries(members), properties });
  }

  #binary(binary: Binary): Json {
    const file = this.#putAside(binary);
    const kind = binaryType(binary);
    if (file !== undefined) return tagged("bytes", { kind, file });
    const { buffer, byteOffset, byteLength } = binary.bytes;
    return tagged("bytes", { kind, base64: Buffer.from(buffer, byteOffset, byteLength).toString("base64") });
  }
}

/** Whether the object has such a property of its own that a listing does not show. */
function isHidden(value: object, key: string): boolean {
  return Object.hasOwn(value, key) && !Object.prototype.propertyIsEnumerable.call(value, key);
}

/** The survey comes first, so this is a bug of ours. */
function unstorable(kind: string): Error {
  return new Error(`A ${kind} reached the encoder.`);
}
