import type { CacheKey } from "../model/events.ts";
import type { NotCached } from "../model/not-cached.ts";
import type { Invocation } from "../model/spec.ts";
import type { Store } from "../store/store.ts";
import { lookUp, usesCache, whyOff, type Hit } from "./cache.ts";
import type { InputTable } from "./input-table.ts";
import type { KeyMaker } from "./key-maker.ts";

/** What the cache says of the steps of one run. */
export class Answers {
  readonly #store: Store;
  readonly #keys: KeyMaker;
  readonly #inputs: InputTable;
  readonly #trusted: boolean;
  readonly #known = new Map<string, CacheKey>();
  /** By invocation. What was found first stands: what is damaged is moved away then, and seems never to have been. */
  readonly #unusable = new Map<string, NotCached>();

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
    const found = key && lookUp(this.#store, key, invocation, Date.now());
    if (found === undefined || "entry" in found) return found;
    if (!this.#unusable.has(invocation.id)) this.#unusable.set(invocation.id, found);
    return undefined;
  }

  /** Why `find` gave nothing, where the key does not say it. */
  notCached(invocation: Invocation): NotCached | undefined {
    const off = whyOff(invocation) ?? this.#unusable.get(invocation.id);
    if (off !== undefined) return off;
    if (!this.#trusted) return { because: "off", by: "store" };
    return this.key(invocation) === undefined ? { because: "off", by: "code" } : undefined;
  }

  /** The cache key of an invocation whose inputs are there; undefined where it is not cached. */
  key(invocation: Invocation): CacheKey | undefined {
    if (!usesCache(invocation)) return undefined;
    const known = this.#known.get(invocation.id) ?? this.#keys.keyOf(invocation, this.#inputs.stored(invocation));
    if (known !== undefined) this.#known.set(invocation.id, known);
    return known;
  }
}
