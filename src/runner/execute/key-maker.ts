import type { Closure } from "../analysis/closure/closure.ts";
import type { CacheKey } from "../model/events.ts";
import type { Invocation } from "../model/spec.ts";
import type { Store } from "../store/store.ts";
import { cacheKeyOf } from "./cache-key.ts";
import { lookUp, type Hit } from "./cache.ts";

/** Makes cache keys from what is known of the code. */
export class KeyMaker {
  readonly #closures: Readonly<Record<string, Closure>>;
  readonly #workspace: string;

  /** @param closures by identity: of steps, and of materializers that stand in bindings of their own. */
  constructor(closures: Readonly<Record<string, Closure>>, workspace: string) {
    this.#closures = closures;
    this.#workspace = workspace;
  }

  /** The key of an invocation; undefined where its code is not known, so that it is not cached. */
  keyOf(invocation: Invocation, contents: Readonly<Record<string, string>>): CacheKey | undefined {
    const closure = this.#closures[invocation.identity ?? ""] ?? unknownCode(invocation);
    if (closure === undefined) return undefined;
    const materializers: Record<string, Closure> = {};
    for (const ref of Object.values(invocation.materializers ?? {})) {
      const identity = bindingOf(ref);
      const code = identity === undefined ? undefined : this.#closures[identity];
      if (code !== undefined) materializers[ref] = code;
      else if (identity !== undefined) return undefined;
    }
    return cacheKeyOf({ invocation, closure, materializers, contents, workspace: this.#workspace });
  }

  lookUp(store: Store, key: CacheKey, invocation: Invocation): Hit | undefined {
    return lookUp(store, key, invocation, Date.now());
  }
}

/** Code that cannot be seen is stood for by what `cache.key` says. */
const unknownCode = ({ options }: Invocation): Closure | undefined =>
  typeof options.cache === "object" && options.cache.keyValue !== undefined
    ? { hash: "", code: "", text: "", packages: [], builtins: [] }
    : undefined;

/** The identity of a materializer that is a top-level value; undefined where it is part of a step's own options and so of its closure. */
export const bindingOf = (ref: string): string | undefined => (ref.startsWith("binding:") ? ref.slice("binding:".length) : undefined);
