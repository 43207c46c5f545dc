import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ArtifactVersion } from "../../model/artifact.ts";
import { newVersion } from "../../model/external.ts";
import type { Launcher, SaveRequest } from "../../sdk/launcher.ts";
import { StepwrightError } from "../../sdk/errors.ts";
import type { PendingStored } from "../../sdk/recording/recorder.ts";
import { load, save } from "../../store/materialize/index.ts";
import type { Store } from "../../store/store.ts";
import { claimVersion, listVersions, readVersion } from "../../store/versions.ts";

export interface AccessOptions {
  readonly onSaved?: (version: ArtifactVersion) => void;
  /** Everything that is asked for was made by a run that this program has just had. */
  readonly own?: boolean;
}

/** Reads and writes artifacts by name, for code that holds values. Failures are thrown: the author's code called. */
export const storeAccess = (store: Store, { onSaved, own = false }: AccessOptions = {}): Pick<Launcher, "save" | "find" | "load"> => {
  const saved = new Set<string>();
  return {
    save: async (request) => {
      const version = await saveValue(store, request);
      saved.add(nameOf(version));
      onSaved?.(version);
      return version;
    },
    find: async (name, version) => valueOf(readVersion(store, name, version)),
    load: async (version, as) =>
      valueOf(await load(store, version, { own: own || saved.has(nameOf(version)), ...(as && { asClass: as }) })),
  };
};

/** Names hold no control characters. */
const nameOf = ({ artifact, version }: ArtifactVersion): string => `${artifact}\0${version}`;

const valueOf = <T>(result: { ok: true; value: T } | { ok: false; error: ConstructorParameters<typeof StepwrightError>[0] }): T => {
  if (result.ok) return result.value;
  throw new StepwrightError(result.error);
};

const saveValue = async (store: Store, request: SaveRequest): Promise<ArtifactVersion> => {
  const { value, name, version, tags = [], metadata = {}, materializer } = request;
  const { materialized } = valueOf(await save(store, value, { output: name, ...(materializer && { custom: materializer }) }));
  const draft = { artifact: name, type: "unknown", ...materialized, metadata: { ...materialized.metadata, ...metadata }, tags: [...tags] };
  return valueOf(claimVersion(store, draft, version));
};

/**
 * Puts external values into the store, looks named versions up, and completes the bindings that wait for them.
 *
 * @param graphOnly nothing is stored. A value is then the version that is stored of it already, or one that does not exist.
 */
export const resolvePending = async (store: Store, pending: readonly PendingStored[], graphOnly = false): Promise<void> => {
  const access = storeAccess(store);
  for (const one of pending) {
    const { ref, name } = one;
    if (ref.kind === "lookup") one.resolve(await access.find(ref.artifact, ref.version));
    else if (graphOnly) one.resolve((await storedAlready(store, name, ref.value)) ?? { artifact: name, version: newVersion });
    else one.resolve(await access.save({ value: ref.value, name }));
  }
};

/** The latest version of an artifact with exactly this value. It is written aside to be compared, and removed. */
const storedAlready = async (store: Store, artifact: string, value: unknown): Promise<ArtifactVersion | undefined> => {
  const root = mkdtempSync(join(tmpdir(), "stepwright-preview-"));
  try {
    const { materialized } = valueOf(await save({ root, workspace: store.workspace }, value, { output: artifact }));
    const { materializer, className, content } = materialized;
    return listVersions(store, artifact).findLast(
      (version) => version.content.hash === content.hash && version.materializer === materializer && version.className === className,
    );
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};
