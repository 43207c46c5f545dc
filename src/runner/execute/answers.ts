import type { CacheKey } from "../model/events.ts";
import type { NotCached } from "../model/not-cached.ts";
import type { Invocation } from "../model/spec.ts";
import type { Reason } from "../model/why.ts";
import { objectState } from "../store/objects.ts";
import type { Store } from "../store/store.ts";
import { lookUp, usesCache, whyOff, type Hit, type Inspect, type OffReason } from "./cache.ts";
import type { EarlierRun } from "./earlier-run.ts";
import type { InputTable } from "./input-table.ts";
import type { KeyMaker } from "./key-maker.ts";

/** A result that a step of this run has without running. */
export interface Answer extends Hit {
  /** The key under which it was made. */
  readonly cache: CacheKey | undefined;
  /** It was kept, whatever the cache says: what a key is made of then and now, and what has changed. */
  readonly kept?: { readonly then: Parts | undefined; readonly now: Parts | undefined; readonly changes: readonly Reason[] };
}

type Parts = CacheKey["parts"];

export interface AnswersOptions {
  readonly store: Store;
  /** Whether earlier results of the store may be used at all. */
  readonly trusted: boolean;
  readonly keys: KeyMaker;
  readonly inputs: InputTable;
  /** The run that this one goes on from. */
  readonly earlier?: EarlierRun | undefined;
  /** How a stored content is looked after; by default what is damaged is moved away. */
  readonly inspect?: Inspect;
}

/** What the cache, and the run that this one goes on from, say of the steps of one run. */
export class Answers {
  readonly #options: AnswersOptions;
  readonly #inspect: Inspect;
  readonly #known = new Map<string, CacheKey>();
  readonly #kept = new Map<string, Answer>();
  /** By invocation. What was found first stands: what is damaged is moved away then, and seems never to have been. */
  readonly #unusable = new Map<string, NotCached>();

  constructor(options: AnswersOptions) {
    this.#options = options;
    this.#inspect = options.inspect ?? objectState;
  }

  /** The earlier result that an invocation may use, now that its inputs are there; a result may appear between two questions. */
  find(invocation: Invocation): Answer | undefined {
    const { store, trusted, earlier } = this.#options;
    if (!trusted) return undefined;
    const kept = this.#keptOf(invocation);
    if (kept !== undefined) return kept;
    if (earlier?.isAnew(invocation.id) === true) return undefined;
    const cache = this.key(invocation);
    const found = cache && lookUp(store, cache, invocation, Date.now(), this.#inspect);
    if (found === undefined) return undefined;
    if ("from" in found) return { ...found, cache };
    if (!this.#unusable.has(invocation.id)) this.#unusable.set(invocation.id, found);
    return undefined;
  }

  /** Why `find` gave nothing, where the key does not say it. */
  notCached(invocation: Invocation): NotCached | undefined {
    const off = this.off(invocation) ?? this.#unusable.get(invocation.id);
    if (off !== undefined) return off;
    return this.key(invocation) === undefined ? { because: "off", by: "code" } : undefined;
  }

  /** Why no earlier result is used, whatever the inputs are; undefined where one may be. */
  off(invocation: Invocation): OffReason | undefined {
    const off = whyOff(invocation);
    if (off !== undefined) return off;
    if (!this.#options.trusted) return { because: "off", by: "store" };
    return this.#options.earlier?.isAnew(invocation.id) === true ? { because: "off", by: "replay" } : undefined;
  }

  /** The cache key of an invocation whose inputs are there; undefined where it is not cached. */
  key(invocation: Invocation): CacheKey | undefined {
    if (!usesCache(invocation)) return undefined;
    const { keys, inputs } = this.#options;
    const known = this.#known.get(invocation.id) ?? keys.keyOf(invocation, inputs.stored(invocation));
    if (known !== undefined) this.#known.set(invocation.id, known);
    return known;
  }

  /** What a key would be made of, of an invocation that has none; undefined where nothing is known of its code. */
  parts(invocation: Invocation): Parts | undefined {
    const { keys, inputs } = this.#options;
    return keys.partsOf(invocation, inputs.stored(invocation));
  }

  #keptOf(invocation: Invocation): Answer | undefined {
    const { earlier, inputs } = this.#options;
    if (earlier === undefined) return undefined;
    const known = this.#kept.get(invocation.id);
    if (known !== undefined) return known;
    const found = earlier.find(invocation, inputs.stored(invocation), this.#inspect);
    if (found === undefined) return undefined;
    const now = this.key(invocation)?.parts ?? this.parts(invocation);
    const answer = { ...found, kept: { then: found.parts, now, changes: earlier.changes(found.parts, now) } };
    this.#kept.set(invocation.id, answer);
    return answer;
  }
}
