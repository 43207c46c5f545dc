import type { Failure } from "../model/failure.ts";
import type { PipelineSpec } from "../model/spec.ts";
import { artifactsIn } from "../store/bindings.ts";
import type { Store } from "../store/store.ts";
import { readVersion } from "../store/versions.ts";

/**
 * Why a stored version that the run begins with cannot be had any more: it was deleted after the pipeline was recorded. From when its
 * journal is there, nothing that a run needs is deleted.
 */
export const goneInput = (store: Store, spec: PipelineSpec): Failure | undefined => {
  for (const { binding } of spec.invocations.flatMap(({ inputs }) => artifactsIn(inputs))) {
    if (binding.kind !== "version") continue;
    const read = readVersion(store, binding.ref.artifact, binding.ref.version);
    if (!read.ok) return read.error;
  }
  return undefined;
};
