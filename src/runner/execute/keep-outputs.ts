import type { ArtifactVersion, KeyEntry } from "../model/artifact.ts";
import type { CacheKey } from "../model/events.ts";
import type { SavedOutput } from "../model/protocol.ts";
import { ok, type Result } from "../model/result.ts";
import { writeKey } from "../store/keys.ts";
import type { Store } from "../store/store.ts";
import { claimAnswer, claimVersion, type VersionDraft } from "../store/versions.ts";

/** The step whose outputs are kept. `key`: its cache key, where its result may be used again. */
interface Made {
  readonly run: string;
  readonly step: string;
  readonly key: CacheKey | undefined;
}

/**
 * Gives each output of a step its version, once the step has completed: a step that fails leaves none behind. With the last of them the
 * step answers its cache key: a result counts when all of it is there.
 */
export const keepOutputs = (
  store: Store,
  { run, step, key }: Made,
  outputs: readonly SavedOutput[],
): Result<Record<string, ArtifactVersion>> => {
  const versions: Record<string, ArtifactVersion> = {};
  const answer = (cacheKey: CacheKey, createdAt: number): KeyEntry => {
    const refs = Object.entries(versions).map(([name, { artifact, version }]) => [name, { artifact, version }] as const);
    return { key: cacheKey.key, run, step, createdAt, outputs: Object.fromEntries(refs) };
  };
  for (const [index, { output, artifact, type, materialized, tags }] of outputs.entries()) {
    const draft: VersionDraft = { artifact, type, ...materialized, producer: { run, step, output }, tags: [...tags] };
    const claimed =
      key === undefined || index < outputs.length - 1
        ? claimVersion(store, draft)
        : claimAnswer(store, draft, (version) => {
            versions[output] = version;
            return answer(key, version.createdAt);
          });
    if (!claimed.ok) return claimed;
    versions[output] = claimed.value;
  }
  // A result that cannot be noted is only made again.
  if (key !== undefined && outputs.length === 0) writeKey(store, answer(key, Date.now()));
  return ok(versions);
};
