import type { JsonSchema } from "../model/json-schema.ts";
import { branchesFor } from "./branches.ts";
import { childrenOf, type Child } from "./children.ts";
import { unionText } from "./expected.ts";
import { gotText } from "./got.ts";
import { wrongAsSuch, wrongKeys, type Found } from "./own.ts";
import { pathText, type Place } from "./place.ts";
import type { Rules } from "./rules.ts";
import { most } from "./violation.ts";

/**
 * Goes through a value and its schema together and finds out what is wrong. It keeps its own stack, so that no depth of data ends it,
 * and follows a reference for each object once, so that data may lead back to itself.
 */
export class Walk {
  readonly #rules: Rules;
  readonly #seen: Seen;
  readonly #waiting: Iterator<Child>[] = [];
  readonly found: Found[] = [];
  total = 0;
  /** How many of them are about a property that is not there. */
  missing = 0;
  /** How many values it has looked at. */
  steps = 0;
  #budget = Infinity;

  constructor(rules: Rules, start: Child, around?: Seen) {
    this.#rules = rules;
    this.#seen = new Seen(around);
    this.#waiting.push([start].values());
  }

  /**
   * Goes on until everything is seen or `budget` values have been looked at.
   * @returns true where everything is seen
   */
  run(budget = Infinity): boolean {
    this.#budget = budget;
    for (let current = this.#waiting.at(-1); current !== undefined; current = this.#waiting.at(-1)) {
      const next = current.next();
      if (next.done === true) this.#waiting.pop();
      else {
        this.#visit(next.value);
        if (++this.steps > budget) return false;
      }
    }
    return true;
  }

  #visit({ schema, value, place }: Child): void {
    if (schema.$ref !== undefined) {
      if (this.#seen.before(schema.$ref, value)) return;
      this.#visit({ schema: this.#rules.resolve(schema), value, place });
      return;
    }
    const wrong = wrongAsSuch(this.#rules, schema, value, place);
    if (wrong !== undefined) {
      this.#report(wrong);
      return;
    }
    for (const violation of wrongKeys(this.#rules, schema, value, place)) this.#report(violation);
    for (const part of schema.allOf ?? []) this.#visit({ schema: part, value, place });
    if (schema.anyOf !== undefined) this.#visitUnion(schema, schema.anyOf, value, place);
    if (typeof value === "object" && hasParts(schema)) this.#waiting.push(childrenOf(this.#rules, schema, value, place));
  }

  #visitUnion(union: JsonSchema, branches: readonly JsonSchema[], value: unknown, place: Place | undefined): void {
    const { resolve } = this.#rules;
    const chosen = branchesFor(this.#rules, branches, value);
    if ("key" in chosen) {
      const { key, schemas } = chosen;
      const got = typeof value === "object" && value !== null ? gotOf(value, key) : gotText(value);
      this.#report({ place: { within: place, as: "property", key }, expected: unionText(schemas, resolve), got });
      return;
    }
    const [only] = chosen;
    if (only !== undefined && chosen.length === 1) {
      this.#visit({ schema: only, value, place });
      return;
    }
    const walks = this.#tried(chosen, value, place);
    const [first, second] = walks;
    if (first !== undefined && (second === undefined || isNearer(first, second))) this.#adopt(first);
    else this.#report(commonViolation(walks) ?? { place, expected: union.title ?? unionText(branches, resolve), got: gotText(value) });
  }

  /** Tries branches that nothing tells apart: the one that fits, else all, the nearest first. */
  #tried(branches: readonly JsonSchema[], value: unknown, place: Place | undefined): readonly Walk[] {
    const walks: Walk[] = [];
    for (const schema of branches) {
      const walk = new Walk(this.#rules, { schema, value, place }, this.#seen);
      walk.run(this.#budget - this.steps);
      // Where the trial used up the budget, this walk is over it as well, and what it found is not asked for.
      this.steps += walk.steps;
      if (walk.total === 0) return [walk];
      walks.push(walk);
    }
    return walks.sort((a, b) => a.missing - b.missing || a.total - b.total);
  }

  #adopt(walk: Walk): void {
    this.found.push(...walk.found.slice(0, most - this.found.length));
    this.total += walk.total;
    this.missing += walk.missing;
  }

  #report(violation: Found): void {
    if (this.found.length < most) this.found.push(violation);
    this.total++;
    if (violation.got === "nothing") this.missing++;
  }
}

/** A branch whose properties are there is nearer than one that has less to complain about. */
const isNearer = (one: Walk, other: Walk): boolean =>
  one.missing < other.missing || (one.missing === other.missing && one.total < other.total);

/** What is wrong in all branches at one and the same place: `{ a: number } | { a: string }` and `{ a: true }`. */
const commonViolation = (walks: readonly Walk[]): Found | undefined => {
  const found = walks.flatMap((walk) => walk.found);
  const [first] = found;
  if (first === undefined || walks.some(({ total }) => total !== 1)) return undefined;
  const where = pathText(first.place, "");
  if (found.some(({ place, got }) => got !== first.got || pathText(place, "") !== where)) return undefined;
  return { ...first, expected: [...new Set(found.map(({ expected }) => expected))].join(" | ") };
};

/** Which objects were asked against which definition, here or in the walk that tries this one. */
class Seen {
  readonly #around: Seen | undefined;
  readonly #objects = new Map<string, Set<object>>();

  constructor(around: Seen | undefined) {
    this.#around = around;
  }

  /** True where this was asked before; from now on it was. */
  before(reference: string, value: unknown): boolean {
    if (typeof value !== "object" || value === null) return false;
    if (this.#has(reference, value)) return true;
    const objects = this.#objects.get(reference) ?? new Set();
    this.#objects.set(reference, objects.add(value));
    return false;
  }

  #has(reference: string, value: object): boolean {
    if (this.#objects.get(reference)?.has(value) === true) return true;
    return this.#around !== undefined && this.#around.#has(reference, value);
  }
}

const gotOf = (value: object, key: string): string => (key in value ? gotText(Reflect.get(value, key)) : "nothing");

const parts = [
  "properties",
  "patternProperties",
  "additionalProperties",
  "prefixItems",
  "items",
  "x-rest",
  "x-last",
  "x-map",
  "x-set",
] as const;

const hasParts = (schema: JsonSchema): boolean => parts.some((keyword) => schema[keyword] !== undefined && schema[keyword] !== false);
