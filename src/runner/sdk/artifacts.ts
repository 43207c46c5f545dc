import type { ArtifactVersion } from "../model/artifact.ts";
import { StepwrightError } from "./errors.ts";
import type { LoadableClass } from "../model/materializer.ts";
import type { Launcher, SaveRequest } from "./launcher.ts";
import { placeOfCall } from "./state.ts";
import type { ArtifactRef, StoredArtifact } from "./types.ts";

/** An artifact that is not made by a step of the run: a value to be stored, or a stored version that is looked up when the run begins. */
export type StoredRef =
  { readonly kind: "value"; readonly value: unknown } | { readonly kind: "lookup"; readonly artifact: string; readonly version?: string };

const refs = new WeakMap<object, StoredRef>();

/** What stands behind an external artifact or a looked-up version; undefined for anything else. */
export const storedRefOf = (value: object): StoredRef | undefined => refs.get(value);

/**
 * An input made of any value that can be stored, where a parameter would have to be JSON. Steps that get it are cached by its content.
 *
 * @example
 * train({ data: externalArtifact(new Float64Array([1, 2, 3])) });
 */
export const externalArtifact = <T>(value: T): ArtifactRef<T> => {
  const ref: ArtifactRef<T> = { id: "external artifact", load: () => Promise.resolve(value) };
  refs.set(ref, { kind: "value", value });
  return ref;
};

export type SaveOptions = Omit<SaveRequest, "value" | "name">;

/** How the store is reached from where the code runs. A step reaches it through its own worker. */
let stepStore: Pick<Launcher, "save" | "find" | "load"> | undefined;

/** Gives steps their way to the store. Called by the worker only. */
export const setStepStore = (store: Pick<Launcher, "save" | "find" | "load">): void => {
  stepStore = store;
};

const storeOf = (use: string): Pick<Launcher, "save" | "find" | "load"> => {
  const place = placeOfCall();
  if (place.kind === "program") return place.launcher;
  if (place.kind === "step" && stepStore !== undefined) return stepStore;
  throw new StepwrightError({
    code: "SW1023",
    message: `${use} is used where there is no store: while a pipeline is recorded or a module is loaded.`,
    help: "Use it inside a step, or in a program of your own. In a pipeline, pass client.getArtifactVersion(name) to a step.",
  });
};

/**
 * Saves a value as a new version of an artifact, inside a step or outside of any run.
 *
 * @throws StepwrightError `SW1022` for a name that cannot be used, `SW1028` for a version that exists, `SW3006` for a value that cannot be stored.
 */
export const saveArtifact = async <T>(value: T, name: string, options: SaveOptions = {}): Promise<StoredArtifact<T>> => {
  const store = storeOf("saveArtifact");
  return storedArtifact<T>(await store.save({ value, name, ...options }), store);
};

/**
 * Loads a version of an artifact; the latest where none is named. `as` names the class to rebuild the value with.
 *
 * @throws StepwrightError `SW4003` where there is no such version.
 */
export const loadArtifact = async <T = unknown>(name: string, version?: string, options: { as?: LoadableClass } = {}): Promise<T> => {
  const store = storeOf("loadArtifact");
  return (await store.load(await store.find(name, version), options.as)) as T;
};

/** A stored version as authors hold it. */
const storedArtifact = <T>(version: ArtifactVersion, store: Pick<Launcher, "load">): StoredArtifact<T> => {
  const stored: StoredArtifact<T> = {
    id: `${version.artifact}@${version.version}`,
    artifact: version.artifact,
    version: version.version,
    load: async () => (await store.load(version)) as T,
  };
  refs.set(stored, { kind: "lookup", artifact: version.artifact, version: version.version });
  return stored;
};

/** Reads what is kept. */
export const client = {
  /**
   * A version of an artifact, by name; the latest where none is named. In a pipeline it can be passed to a step, and is looked up when
   * the run begins; anywhere else `load()` reads it.
   *
   * @example
   * evaluate({ model: client.getArtifactVersion<Model>("model"), data });
   */
  getArtifactVersion<T = unknown>(name: string, version?: string): ArtifactRef<T> {
    const ref: ArtifactRef<T> = { id: version === undefined ? name : `${name}@${version}`, load: () => loadArtifact<T>(name, version) };
    refs.set(ref, { kind: "lookup", artifact: name, ...(version !== undefined && { version }) });
    return ref;
  },
};
