import type { JsonSchema } from "../model/json-schema.ts";
import { branchesFor } from "./branches.ts";
import { childrenOf, type Child } from "./children.ts";
import { unionText } from "./expected.ts";
import { gotText } from "./got.ts";
import { wrongAsSuch, wrongKeys, type Found } from "./own.ts";
import type { Place } from "./place.ts";
import type { Rules } from "./rules.ts";

/** Of more violations only the number is kept. */
const most = 5;

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
    if (hasParts(schema)) this.#waiting.push(childrenOf(this.#rules, schema, value, place));
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
    const nearest = this.#nearest(chosen, value, place);
    if (nearest === "ambiguous") this.#report({ place, expected: union.title ?? unionText(branches, resolve), got: gotText(value) });
    else this.#adopt(nearest);
  }

  /** Tries branches that nothing tells apart. One that fits settles it, else the one that fits best, if there is such a one. */
  #nearest(branches: readonly JsonSchema[], value: unknown, place: Place | undefined): Walk | "ambiguous" {
    const walks: Walk[] = [];
    for (const schema of branches) {
      const walk = new Walk(this.#rules, { schema, value, place }, this.#seen);
      walk.run(this.#budget - this.steps);
      // Where the trial used up the budget, this walk is over it as well, and what it found is not asked for.
      this.steps += walk.steps;
      if (walk.total === 0) return walk;
      walks.push(walk);
    }
    const [first, second] = walks.sort((a, b) => a.missing - b.missing || a.total - b.total);
    if (first === undefined) return "ambiguous";
    return second === undefined || first.missing < second.missing || first.total < second.total ? first : "ambiguous";
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
