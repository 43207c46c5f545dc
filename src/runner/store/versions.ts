import { basename, join } from "node:path";
import { ArtifactVersion, type KeyEntry, type KeyFile } from "../model/artifact.ts";
import { err, ok, type Result } from "../model/result.ts";
import { createFile } from "./claim.ts";
import { buried, deletedVersion } from "./deleted-version.ts";
import { onDisk } from "./disk.ts";
import { namesIn } from "./listing.ts";
import { noSuchArtifact, noSuchVersion } from "./missing-version.ts";
import { checkName, shown, unusable } from "./names.ts";
import { artifactsFolder, keyPath, versionsFolder } from "./paths.ts";
import { readStored } from "./read.ts";
import { slug } from "./slug.ts";
import type { Store } from "./store.ts";
import { highestNumber, nextNumber, noteNumber, numberPath } from "./version-numbers.ts";

/**
 * Manifests of artifact versions: `<n>.json` for a number, `@<slug>.json` for a given name. A file that is no manifest (what deletion
 * leaves, or damage) keeps its number used up.
 */

/** A version before it has its number: what the maker of the content knows. */
export type VersionDraft = Omit<ArtifactVersion, "version" | "createdAt">;

/**
 * Makes the next version of an artifact, or the one called `name`. Safe against other processes doing the same. SW1022 where a
 * name cannot be used, SW1028 where the version `name` exists.
 */
export function claimVersion(store: Store, draft: VersionDraft, name?: string): Result<ArtifactVersion> {
  const checked = checkName("The artifact name", draft.artifact);
  if (!checked.ok) return checked;
  return name === undefined ? claimNumber(store, draft) : claimNamed(store, draft, name);
}

/** Makes the next version of an artifact that completes what a step made, and notes it as the answer to the step's cache key. */
export function claimAnswer(store: Store, draft: VersionDraft, answerOf: (version: ArtifactVersion) => KeyEntry): Result<ArtifactVersion> {
  const checked = checkName("The artifact name", draft.artifact);
  return checked.ok ? claimNumber(store, draft, answerOf) : checked;
}

function claimNumber(store: Store, draft: VersionDraft, answerOf?: (version: ArtifactVersion) => KeyEntry): Result<ArtifactVersion> {
  const folder = versionsFolder(store, draft.artifact);
  return onDisk(folder, () => {
    for (let number = nextNumber(folder); ; number = highestNumber(folder) + 1) {
      const version = finish(draft, String(number));
      if (createNumbered(store, numberPath(folder, number), version, answerOf?.(version))) {
        noteNumber(folder, number);
        return version;
      }
    }
  });
}

function createNumbered(store: Store, path: string, version: ArtifactVersion, answer: KeyEntry | undefined): boolean {
  if (answer === undefined) return createFile(store, path, JSON.stringify(version));
  const file: ArtifactVersion & KeyFile = { ...version, answer };
  return createFile(store, path, JSON.stringify(file), { alias: keyPath(store, answer.key) });
}

function claimNamed(store: Store, draft: VersionDraft, name: string): Result<ArtifactVersion> {
  const checked = checkName("The version name", name);
  if (!checked.ok) return checked;
  if (/^\d+$/.test(name)) return err(unusable(`The version name ${shown(name)} is a number, and numbers are given by the store.`));
  const version = finish(draft, name);
  const path = namedPath(versionsFolder(store, draft.artifact), name);
  const claimed = onDisk(path, () => createFile(store, path, JSON.stringify(version)));
  if (!claimed.ok) return claimed;
  if (claimed.value) return ok(version);
  const message = `Artifact ${shown(draft.artifact)} has a version ${shown(name)} already.`;
  return err({ code: "SW1028", message, help: "Give the version another name, or none: it gets the next number then." });
}

function finish(draft: VersionDraft, version: string): ArtifactVersion {
  return { ...draft, version, createdAt: Date.now() };
}

function namedPath(folder: string, name: string): string {
  return join(folder, `@${slug(name)}.json`);
}

/** Where the manifest of a version belongs, whether it is there or not. */
export function manifestPath(store: Store, artifact: string, version: string): string {
  const folder = versionsFolder(store, artifact);
  return /^[1-9]\d*$/.test(version) ? join(folder, `${version}.json`) : namedPath(folder, version);
}

/**
 * The manifest of one version. With no `version`: the one with the highest number that can be read; where the artifact has only named
 * ones, the newest of these. SW4003 where there is none or it was deleted, SW4005 where it cannot be read.
 */
export function readVersion(store: Store, artifact: string, version?: string): Result<ArtifactVersion> {
  const folder = versionsFolder(store, artifact);
  if (version === undefined) return readLatest(store, artifact, folder);
  const path = manifestPath(store, artifact, version);
  const manifest = readManifest(path, artifact);
  if (manifest.state === "good") return ok(manifest.value);
  if (manifest.state === "missing") {
    const known = listVersions(store, artifact).map((other) => other.version);
    return err(known.length === 0 ? noSuchArtifact(artifact, listArtifacts(store)) : noSuchVersion(artifact, version, known));
  }
  if (buried(path) !== undefined) return err(deletedVersion(artifact, version));
  const message = `The manifest of version ${shown(version)} of artifact ${shown(artifact)} cannot be read.`;
  return err({ code: "SW4005", message, help: "Use another version. The number stays used up." });
}

function readLatest(store: Store, artifact: string, folder: string): Result<ArtifactVersion> {
  for (let number = highestNumber(folder); number > 0; number -= 1) {
    const manifest = readManifest(numberPath(folder, number), artifact);
    if (manifest.state === "good") return ok(manifest.value);
  }
  const newest = listVersions(store, artifact).at(-1);
  return newest === undefined ? err(noSuchArtifact(artifact, listArtifacts(store))) : ok(newest);
}

/** Every readable version of an artifact: numbers in order, then names in the order they were given. Reads the whole folder. */
export function listVersions(store: Store, artifact: string): ArtifactVersion[] {
  const folder = versionsFolder(store, artifact);
  const versions = manifestsIn(folder).flatMap((file) => {
    const manifest = readManifest(join(folder, file), artifact);
    return manifest.state === "good" ? [manifest.value] : [];
  });
  return versions.sort((a, b) => order(a) - order(b) || a.createdAt - b.createdAt);
}

function order(version: ArtifactVersion): number {
  return /^\d+$/.test(version.version) ? Number(version.version) : Number.MAX_SAFE_INTEGER;
}

/** The names of all artifacts of which a version can be read, in order. Reads one folder an artifact. */
export function listArtifacts(store: Store): string[] {
  const root = artifactsFolder(store);
  const names = namesIn(root).flatMap((folder) => {
    for (const file of manifestsIn(join(root, folder))) {
      const manifest = readStored(join(root, folder, file), ArtifactVersion);
      if (manifest.state === "good" && slug(manifest.value.artifact) === folder) return [manifest.value.artifact];
    }
    return [];
  });
  return names.sort();
}

/** A manifest counts only where it says what its place says: a file moved elsewhere is damage. */
function readManifest(path: string, artifact: string) {
  const manifest = readStored(path, ArtifactVersion);
  if (manifest.state !== "good") return manifest;
  const { version } = manifest.value;
  const place = /^\d+$/.test(version) ? `${version}.json` : `@${slug(version)}.json`;
  return manifest.value.artifact === artifact && basename(path) === place ? manifest : ({ state: "damaged" } as const);
}

function manifestsIn(folder: string): string[] {
  return namesIn(folder).filter((file) => file.endsWith(".json"));
}
