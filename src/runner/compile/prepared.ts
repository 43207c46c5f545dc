import { hash } from "node:crypto";
import { realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ModuleFormat } from "../analysis/project/package-json.ts";

/** Raised with every change to what a bundle looks like, so that nothing made by an earlier version is used. */
const bundleFormat = 1;

/** What is to be made ready to load. */
export interface PrepareRequest {
  /** Absolute path of the file that holds the pipeline. */
  readonly entry: string;
  /** Absolute path of the workspace: file names in identities are relative to it. */
  readonly workspace: string;
  /** The user's cache folder, see `userCache`. */
  readonly cache: string;
  /** File URL of the module that `stepwright` resolves to. */
  readonly sdk: string;
}

/** A file and its local imports as one module that workers can load. */
export interface Prepared {
  /** Names the entry's folder in the cache. */
  readonly key: string;
  /** Absolute path of the module, `bundle.mjs` or `bundle.cjs`. It stays as it is when the source changes: a new bundle gets a new path. */
  readonly bundle: string;
  /** SHA-256 of the bundle's text. */
  readonly hash: string;
  readonly format: ModuleFormat;
  /** The entry file, relative to the workspace, with `/`. */
  readonly entry: string;
  /** The local files in the bundle, relative to the workspace, with `/`, each with the SHA-256 of its content. */
  readonly files: Readonly<Record<string, string>>;
  /** True where nothing had to be built. */
  readonly cached: boolean;
}

/** Names the folder of an entry: its path, and everything that shapes a bundle besides what files say. */
export function preparedKey(request: PrepareRequest): string {
  return hash("sha256", JSON.stringify([bundleFormat, request.entry, request.workspace, request.sdk]));
}

/** The folder that holds an entry's bundles and what was found out about them. */
export function preparedFolder(request: PrepareRequest): string {
  return join(request.cache, "prepared", preparedKey(request));
}

/** The request with real paths, so that a file reached through a link has one identity. `undefined` where the entry is not a file. */
export function settle(request: PrepareRequest): PrepareRequest | undefined {
  try {
    if (!statSync(request.entry).isFile()) return undefined;
    return { ...request, entry: realpathSync(request.entry), workspace: realpathSync(request.workspace) };
  } catch {
    return undefined;
  }
}
