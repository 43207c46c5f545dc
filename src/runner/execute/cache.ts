import type { ArtifactVersion, Content, Seal } from "../model/artifact.ts";
import type { CacheKey } from "../model/events.ts";
import type { NotCached } from "../model/not-cached.ts";
import type { Invocation, VersionRef } from "../model/spec.ts";
import { outputNames } from "../sdk/handle.ts";
import { onDisk } from "../store/disk.ts";
import { readKey } from "../store/keys.ts";
import { largeObject } from "../store/large-object.ts";
import { objectPath, type ObjectState } from "../store/objects.ts";
import { sealOf } from "../store/seal.ts";
import type { Store } from "../store/store.ts";
import { readVersion } from "../store/versions.ts";

/** What an earlier step run made, to be used instead of running the step. */
export interface Hit {
  readonly from: { readonly run: string; readonly step: string };
  readonly outputs: Readonly<Record<string, ArtifactVersion>>;
  /** Of those that are one large file: how it stood when it was found intact. */
  readonly seals: Readonly<Record<string, Seal>>;
}

/** Looks after one content: whether it is there and intact. */
export type Inspect = (store: Store, content: Content) => ObjectState;

/** Whether an earlier result of this invocation may be used. On, unless something says no. */
export const usesCache = ({ identity, local, options }: Invocation): boolean =>
  options.enableCache !== false &&
  options.cache !== "never" &&
  (identity !== undefined || hasKey(options.cache)) &&
  (local !== true || hasKey(options.cache));

const hasKey = (cache: Invocation["options"]["cache"]): boolean => typeof cache === "object" && cache.keyValue !== undefined;

/** The cache is not used, and who says so. */
export type OffReason = Extract<NotCached, { because: "off" }>;

/** Why an invocation does not use the cache; undefined where it does. */
export const whyOff = (invocation: Invocation): OffReason | undefined => {
  if (usesCache(invocation)) return undefined;
  const { enableCache, cache, cacheOffBy: by } = invocation.options;
  if (by === undefined) return { because: "off", by: "code" };
  return { because: "off", by, ...(enableCache !== false && cache === "never" && { never: true }) };
};

/**
 * The earlier result under a key, if it is there, whole, intact and not expired, else why it cannot be used. Undefined where there is
 * none.
 *
 * @param now milliseconds since 1970
 */
export const lookUp = (
  store: Store,
  { key }: CacheKey,
  invocation: Invocation,
  now: number,
  inspect: Inspect,
): Hit | NotCached | undefined => {
  const entry = readKey(store, key);
  if (entry === undefined) return undefined;
  const { run, step, createdAt } = entry;
  const cache = invocation.options.cache;
  const lifetime = typeof cache === "object" ? cache.expiresAfter : undefined;
  // One that is made only later says that the clock was set back: then nobody knows how old it is.
  const age = now - createdAt;
  if (lifetime !== undefined && (age < 0 || age > lifetime * 1000)) return { because: "expired", run, step, at: createdAt };
  const { outputs, seals, lost } = readOutputs(store, invocation, entry.outputs, inspect);
  return Object.keys(lost).length === 0 ? { from: { run, step }, outputs, seals } : { because: "missing", run, step, outputs: lost };
};

/** The versions that a step has made, and of which of its outputs there is none any more. */
export const readOutputs = (
  store: Store,
  invocation: Invocation,
  made: Readonly<Record<string, VersionRef>>,
  inspect: Inspect,
): Pick<Hit, "outputs" | "seals"> & { readonly lost: Readonly<Record<string, "missing" | "damaged">> } => {
  const outputs: Record<string, ArtifactVersion> = {};
  const seals: Record<string, Seal> = {};
  const lost: Record<string, "missing" | "damaged"> = {};
  for (const name of outputNames(invocation.outputs)) {
    const ref = made[name];
    const version = ref && readVersion(store, ref.artifact, ref.version);
    if (version?.ok !== true) {
      lost[name] = "missing";
      continue;
    }
    const { content } = version.value;
    const seal = sealOfLarge(store, content);
    const state = inspect(store, content);
    if (state !== "intact") {
      lost[name] = state;
      continue;
    }
    outputs[name] = version.value;
    // Only where it was the same before it was looked at and after.
    if (seal !== undefined && seal === sealOfLarge(store, content)) seals[name] = seal;
  }
  return { outputs, seals, lost };
};

const sealOfLarge = (store: Store, content: Content): Seal | undefined => {
  if (content.files !== undefined || content.bytes < largeObject) return undefined;
  const sealed = onDisk(objectPath(store, content), () => sealOf(objectPath(store, content)));
  return sealed.ok ? sealed.value : undefined;
};
