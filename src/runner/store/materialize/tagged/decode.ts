import type { Json, JsonObject } from "../../../model/json.ts";
import { err, ok, type Result } from "../../../model/result.ts";
import { TaggedText, textLanguages } from "../../../model/values.ts";
import { fromBytes, ownBuffer } from "../binary.ts";
import { errorPrototype } from "./kinds.ts";
import { FormError, list, number, pairs, text, wrong } from "./form.ts";
import { isTag, specialNumbers, tagKey, type Tag } from "./tags.ts";

/** Gives the value that was put aside in a file; undefined where there is no such file or it does not hold that kind. */
export type TakePart = (file: string, kind: string) => object | undefined;

/**
 * The value that a tagged form stands for; the error says what is wrong with the form.
 * The form is data from a file: it can make values of the kinds listed in `tags.ts` and nothing else, and no key of it reaches a prototype.
 */
export function decode(form: Json, takePart: TakePart = () => undefined): Result<unknown, string> {
  try {
    return ok(new Decoder(takePart).decode(form));
  } catch (error) {
    if (error instanceof FormError) return err(error.message);
    // No value that could be written is as deep as the stack; a file that someone made up can be.
    if (error instanceof RangeError) return err("It is nested too deeply.");
    throw error;
  }
}

/** Called with a container as soon as it exists and before it is filled, so that what is inside can refer to it. */
type Announce = (container: object) => void;
const unannounced: Announce = () => undefined;

class Decoder {
  readonly #takePart: TakePart;
  readonly #defined = new Map<number, object>();

  constructor(takePart: TakePart) {
    this.#takePart = takePart;
  }

  decode(form: Json, announce = unannounced): unknown {
    if (typeof form !== "object" || form === null) return form;
    return Array.isArray(form) ? this.#list(form, announce) : this.#object(form, announce);
  }

  #object(form: JsonObject, announce: Announce): unknown {
    if (!Object.hasOwn(form, tagKey)) return this.#fill({}, Object.entries(form), announce);
    const tag = form[tagKey];
    if (!isTag(tag)) throw new FormError(`It has the unknown tag ${JSON.stringify(tag)}.`);
    return this.#tagged(tag, form, announce);
  }

  #tagged(tag: Tag, form: JsonObject, announce: Announce): unknown {
    const announced = <T extends object>(value: T): T => {
      announce(value);
      return value;
    };
    switch (tag) {
      case "undefined":
        return undefined;
      case "number":
        return specialNumbers.get(form["value"]) ?? wrong(tag);
      case "bigint":
        return toBigInt(text(form, "value"));
      case "Date":
        return announced(new Date(form["value"] === null ? NaN : text(form, "value")));
      case "URL":
        return announced(URL.parse(text(form, "value")) ?? wrong(tag));
      case "RegExp":
        return announced(toRegExp(form));
      case "Map":
        return this.#map(form, announce);
      case "Set":
        return this.#set(form, announce);
      case "Array":
        return this.#array(form, announce);
      case "Object":
        return this.#fill({}, this.#entries(form, "entries"), announce);
      case "Error":
        return this.#error(form, announce);
      case "Text":
        return announced(toText(form));
      case "bytes":
        return announced(this.#bytes(form));
      case "def":
        return this.#define(form);
      case "ref":
        return this.#defined.get(number(form, "id")) ?? wrong(tag);
      default:
        return tag satisfies never;
    }
  }

  #list(forms: readonly Json[], announce: Announce): unknown[] {
    const list: unknown[] = [];
    announce(list);
    for (const form of forms) list.push(this.decode(form));
    return list;
  }

  /** Keys become own properties whatever they are called. */
  #fill(container: object, entries: Iterable<readonly [string, Json]>, announce: Announce): object {
    announce(container);
    for (const [key, form] of entries) setOwn(container, key, this.decode(form));
    return container;
  }

  #map(form: JsonObject, announce: Announce): ReadonlyMap<unknown, unknown> {
    const map = new Map<unknown, unknown>();
    announce(map);
    for (const [key, item] of pairs(form, "entries")) map.set(this.decode(key), this.decode(item));
    return map;
  }

  #set(form: JsonObject, announce: Announce): ReadonlySet<unknown> {
    const set = new Set<unknown>();
    announce(set);
    for (const item of list(form, "values")) set.add(this.decode(item));
    return set;
  }

  #array(form: JsonObject, announce: Announce): object {
    const length = number(form, "length");
    if (length > 2 ** 32 - 1) wrong("Array");
    const array: unknown[] = [];
    array.length = length;
    const entries = this.#entries(form, "entries");
    // `length` is the one own property of an array that is not data; setting it here could make any size.
    if (entries.some(([key]) => key === "length")) wrong("Array");
    return this.#fill(array, entries, announce);
  }

  #entries(form: JsonObject, key: string): [string, Json][] {
    return pairs(form, key).map(([name, item]) => [typeof name === "string" ? name : wrong("entries"), item]);
  }

  #error(form: JsonObject, announce: Announce): object {
    const prototype = errorPrototype(text(form, "name")) ?? wrong("Error");
    // Made as a real error, which is what `util.types.isNativeError` and every printer ask for; its own stack would be about this line.
    const error = Object.setPrototypeOf(new Error(), prototype) as Error;
    for (const key of Object.getOwnPropertyNames(error)) Reflect.deleteProperty(error, key);
    announce(error);
    for (const key of ["message", "stack", "cause", "errors"]) {
      const hidden = form[key];
      if (hidden !== undefined) Object.defineProperty(error, key, { ...property(this.decode(hidden)), enumerable: false });
    }
    return this.#fill(error, this.#entries(form, "properties"), unannounced);
  }

  #bytes(form: JsonObject): object {
    const kind = text(form, "kind");
    if (form["file"] !== undefined) return this.#takePart(text(form, "file"), kind) ?? wrong("bytes");
    return fromBytes(kind, ownBuffer(Buffer.from(text(form, "base64"), "base64"))) ?? wrong("bytes");
  }

  #define(form: JsonObject): unknown {
    const id = number(form, "id");
    if (this.#defined.has(id)) wrong("def");
    return this.decode(form["value"] ?? null, (container) => this.#defined.set(id, container));
  }
}

const property = (value: unknown): PropertyDescriptor => ({ value, writable: true, enumerable: true, configurable: true });

function setOwn(container: object, key: string, value: unknown): void {
  // Only `__proto__` needs the slow way; `defineProperty` for every key would cost ten times as much.
  if (key === "__proto__") Object.defineProperty(container, key, property(value));
  else Reflect.set(container, key, value);
}

function toBigInt(digits: string): bigint {
  if (!/^-?\d+$/.test(digits)) return wrong("bigint");
  try {
    return BigInt(digits);
  } catch {
    return wrong("bigint");
  }
}

function toRegExp(form: JsonObject): RegExp {
  try {
    const expression = new RegExp(text(form, "source"), text(form, "flags"));
    expression.lastIndex = number(form, "lastIndex");
    return expression;
  } catch {
    return wrong("RegExp");
  }
}

function toText(form: JsonObject): TaggedText {
  const language = textLanguages.find((name) => name === form["language"]) ?? wrong("Text");
  return new TaggedText(language, text(form, "text"));
}
