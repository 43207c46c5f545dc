import type { Json } from "../../../model/json.ts";
import { TaggedText } from "../../../model/values.ts";
import { asBinary, binaryType } from "../binary.ts";
import { scalarText } from "./scalar.ts";
import { contentBytes, cutText, jsonBytes } from "./size.ts";

/** Containers below this depth are shown as `[…]` and `{…}`. */
const deepest = 8;
/** Bytes for a member that is worth showing at all. */
const smallest = 24;
/** So many members get an equal share of the space; what they leave is for those that follow. */
const shares = 6;
/** Bytes for a key. */
const keyBytes = 80;

/** A value as JSON that is cut to size: long texts end with `…`, long lists and objects keep their first members. */
export function previewTree(value: unknown, budget = contentBytes): { readonly value: Json; readonly truncated: boolean } {
  const cutter = new TreeCutter();
  const { json } = cutter.cut(value, budget);
  return { value: json, truncated: cutter.truncated };
}

/** A part of a preview and the bytes it takes. */
interface Piece {
  readonly json: Json;
  readonly bytes: number;
}

class TreeCutter {
  truncated = false;
  readonly #above: object[] = [];

  cut(value: unknown, budget: number): Piece {
    if (value === null || typeof value === "boolean") return { json: value, bytes: 5 };
    if (typeof value === "number" && Number.isFinite(value)) return { json: value, bytes: String(value).length };
    if (typeof value === "string") return this.#text(value, budget);
    const scalar = scalarText(value);
    if (scalar !== undefined) return this.#text(scalar, budget);
    if (TaggedText.is(value)) return this.#text(value.text, budget);
    const binary = asBinary(value as object);
    if (binary !== undefined) return this.#text(`${binaryType(binary)}, ${String(binary.bytes.byteLength)} bytes`, budget);
    return this.#container(value as object, budget);
  }

  #text(text: string, budget: number): Piece {
    const json = cutText(text, Math.max(budget, smallest));
    if (json !== text) this.truncated = true;
    return { json, bytes: jsonBytes(json) };
  }

  #container(value: object, budget: number): Piece {
    if (this.#above.includes(value)) return { json: "[circular]", bytes: 12 };
    if (this.#above.length >= deepest || budget < smallest) {
      this.truncated = true;
      return { json: isList(value) ? "[…]" : "{…}", bytes: 7 };
    }
    this.#above.push(value);
    const piece = isList(value) ? this.#list(value, budget) : this.#object(value, budget);
    this.#above.pop();
    return piece;
  }

  #list(list: Set<unknown> | readonly unknown[], budget: number): Piece {
    const kept: Json[] = [];
    let members = list instanceof Set ? list.size : list.length;
    let left = budget - 2;
    for (const item of list) {
      if (left < smallest) break;
      const { json, bytes } = this.cut(item, share(left, members--));
      kept.push(json);
      left -= bytes + 1;
    }
    if (members > 0) this.truncated = true;
    return { json: kept, bytes: budget - left };
  }

  #object(object: object, budget: number): Piece {
    const entries = object instanceof Map ? Array.from(object, ([key, item]) => [mapKey(key), item] as const) : Object.entries(object);
    const kept: [string, Json][] = [];
    let members = entries.length;
    let left = budget - 2;
    for (const [key, item] of entries) {
      if (left < 2 * smallest) break;
      const name = cutText(key, keyBytes);
      const nameBytes = jsonBytes(name) + 2;
      const { json, bytes } = this.cut(item, share(left - nameBytes, members--));
      kept.push([name, json]);
      left -= nameBytes + bytes;
    }
    if (members > 0) this.truncated = true;
    return { json: Object.fromEntries(kept), bytes: budget - left };
  }
}

const share = (left: number, members: number): number => Math.max(smallest, Math.floor(left / Math.min(members, shares)));

function isList(value: object): value is Set<unknown> | readonly unknown[] {
  return Array.isArray(value) || value instanceof Set;
}

function mapKey(key: unknown): string {
  if (typeof key === "string") return key;
  return scalarText(key) ?? (Array.isArray(key) ? "[…]" : "{…}");
}
