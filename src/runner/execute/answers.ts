import type { CacheKey } from "../model/events.ts";
import type { Invocation } from "../model/spec.ts";
import type { Store } from "../store/store.ts";
import { lookUp, usesCache, type Hit } from "./cache.ts";
import type { InputTable } from "./input-table.ts";
import type { KeyMaker } from "./key-maker.ts";

/** What the cache says of the steps of one run. */
export class Answers {
  readonly #store: Store;
  readonly #keys: KeyMaker;
  readonly #inputs: InputTable;
  readonly #trusted: boolean;
  readonly #known = new Map<string, CacheKey>();

  /** @param trusted whether earlier results of the store may be used at all. */
  constructor(store: Store, trusted: boolean, keys: KeyMaker, inputs: InputTable) {
    this.#store = store;
    this.#trusted = trusted;
    this.#keys = keys;
    this.#inputs = inputs;
  }

  /** The earlier result that an invocation may use, now that its inputs are there; a result may appear between two questions. */
  find(invocation: Invocation): Hit | undefined {
    const key = this.#trusted ? this.key(invocation) : undefined;
    return key === undefined ? undefined : lookUp(this.#store, key, invocation, Date.now());
  }

  /** The cache key of an invocation whose inputs are there; undefined where it is not cached. */
  key(invocation: Invocation): CacheKey | undefined {
    if (!usesCache(invocation)) return undefined;
    const known = this.#known.get(invocation.id) ?? this.#keys.keyOf(invocation, this.#inputs.stored(invocation));
    if (known !== undefined) this.#known.set(invocation.id, known);
    return known;
  }
}
