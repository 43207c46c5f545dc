import type { ArtifactVersion, KeyEntry } from "../model/artifact.ts";
import type { CacheKey } from "../model/events.ts";
import type { NotCached } from "../model/not-cached.ts";
import type { Invocation } from "../model/spec.ts";
import { outputNames } from "../sdk/handle.ts";
import { readKey } from "../store/keys.ts";
import { objectState } from "../store/objects.ts";
import type { Store } from "../store/store.ts";
import { readVersion } from "../store/versions.ts";

/** What an earlier step run made for the same key. */
export interface Hit {
  readonly entry: KeyEntry;
  readonly outputs: Readonly<Record<string, ArtifactVersion>>;
}

/** Whether an earlier result of this invocation may be used. On, unless something says no. */
export const usesCache = ({ identity, local, options }: Invocation): boolean =>
  options.enableCache !== false &&
  options.cache !== "never" &&
  (identity !== undefined || hasKey(options.cache)) &&
  (local !== true || hasKey(options.cache));

const hasKey = (cache: Invocation["options"]["cache"]): boolean => typeof cache === "object" && cache.keyValue !== undefined;

/** Why an invocation does not use the cache; undefined where it does. */
export const whyOff = (invocation: Invocation): NotCached | undefined => {
  if (usesCache(invocation)) return undefined;
  const { enableCache, cache, cacheOffBy: by } = invocation.options;
  if (by === undefined) return { because: "off", by: "code" };
  return { because: "off", by, ...(enableCache !== false && cache === "never" && { never: true }) };
};

/**
 * The earlier result under a key, if it is there, whole, intact and not expired, else why it cannot be used. Undefined where there is
 * none.
 */
export const lookUp = (store: Store, { key }: CacheKey, invocation: Invocation, now: number): Hit | NotCached | undefined => {
  const entry = readKey(store, key);
  if (entry === undefined) return undefined;
  const { run, step, createdAt } = entry;
  const cache = invocation.options.cache;
  const lifetime = typeof cache === "object" ? cache.expiresAfter : undefined;
  if (lifetime !== undefined && now - createdAt > lifetime * 1000) return { because: "expired", run, step, at: createdAt };
  const outputs: Record<string, ArtifactVersion> = {};
  const lost: Record<string, "missing" | "damaged"> = {};
  for (const name of outputNames(invocation.outputs)) {
    const made = entry.outputs[name];
    const version = made && readVersion(store, made.artifact, made.version);
    const state = version?.ok === true ? objectState(store, version.value.content) : "missing";
    if (state !== "intact") lost[name] = state;
    else if (version?.ok === true) outputs[name] = version.value;
  }
  return Object.keys(lost).length === 0 ? { entry, outputs } : { because: "missing", run, step, outputs: lost };
};
