import type { ArtifactVersion } from "../model/artifact.ts";
import type { SavedOutput } from "../model/protocol.ts";
import { ok, type Result } from "../model/result.ts";
import type { Store } from "../store/store.ts";
import { claimVersion } from "../store/versions.ts";

/** Gives each output of a step its version, once the step has completed: a step that fails leaves none behind. */
export const keepOutputs = (
  store: Store,
  run: string,
  step: string,
  outputs: readonly SavedOutput[],
): Result<Record<string, ArtifactVersion>> => {
  const versions: Record<string, ArtifactVersion> = {};
  for (const { output, artifact, type, materialized, tags } of outputs) {
    const claimed = claimVersion(store, { artifact, type, ...materialized, producer: { run, step, output }, tags: [...tags] });
    if (!claimed.ok) return claimed;
    versions[output] = claimed.value;
  }
  return ok(versions);
};
