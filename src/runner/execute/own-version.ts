import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";

let version: string | undefined;

/** Version of Stepwright, as its `package.json` says it, whether this runs from source or from the build. */
export const ownVersion = (): string => (version ??= readVersion());

const readVersion = (): string => {
  const path = findPackageJSON(import.meta.url);
  const manifest: unknown = path === undefined ? undefined : JSON.parse(readFileSync(path, "utf8"));
  if (typeof manifest === "object" && manifest !== null && "version" in manifest && typeof manifest.version === "string")
    return manifest.version;
  throw new Error("The package.json of Stepwright has no version.");
};
