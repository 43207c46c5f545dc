import type { ArtifactVersion, KeyEntry } from "../model/artifact.ts";
import type { CacheKey } from "../model/events.ts";
import type { Invocation } from "../model/spec.ts";
import { outputNames } from "../sdk/handle.ts";
import { readKey } from "../store/keys.ts";
import { verifyObject } from "../store/objects.ts";
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

/** The earlier result under a key, if it is there, whole, intact and not expired. Anything else is a miss. */
export const lookUp = (store: Store, { key }: CacheKey, invocation: Invocation, now: number): Hit | undefined => {
  const entry = readKey(store, key);
  if (entry === undefined) return undefined;
  const cache = invocation.options.cache;
  const lifetime = typeof cache === "object" ? cache.expiresAfter : undefined;
  if (lifetime !== undefined && now - entry.createdAt > lifetime * 1000) return undefined;
  const outputs: Record<string, ArtifactVersion> = {};
  for (const name of outputNames(invocation.outputs)) {
    const made = entry.outputs[name];
    const version = made && readVersion(store, made.artifact, made.version);
    if (!version?.ok || !verifyObject(store, version.value.content)) return undefined;
    outputs[name] = version.value;
  }
  return { entry, outputs };
};
