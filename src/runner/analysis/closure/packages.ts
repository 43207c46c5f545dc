import { hash } from "node:crypto";
import { mkdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import writeFileAtomic from "write-file-atomic";
import * as z from "zod/mini";

/** A package as installed. */
export const PackageVersion = z.object({ name: z.string(), version: z.string() });
export type PackageVersion = z.infer<typeof PackageVersion>;

/** What was found for a package, and every file that said so. */
const Found = z.object({
  packages: z.array(PackageVersion),
  /** Path of a package.json → its stamp; an empty one where there is no such file. */
  stamps: z.record(z.string(), z.string()),
});
type Found = z.infer<typeof Found>;

const name = z.record(z.string(), z.unknown());
const PackageJson = z.object({
  name: z.optional(z.string()),
  version: z.optional(z.string()),
  dependencies: z.optional(name),
  optionalDependencies: z.optional(name),
  peerDependencies: z.optional(name),
});

/** The folder of the installed package that a file belongs to, `…/node_modules/@scope/name`; `undefined` for a file of no package. */
export function packageFolder(file: string): string | undefined {
  const marker = `${sep}node_modules${sep}`;
  const at = file.lastIndexOf(marker);
  if (at === -1) return undefined;
  const inner = file.slice(at + marker.length).split(sep);
  const depth = inner[0]?.startsWith("@") === true ? 2 : 1;
  return join(file.slice(0, at + marker.length), ...inner.slice(0, depth));
}

/**
 * The version of the package in a folder, and of everything that it depends on, found as Node finds it. Dependencies that are not
 * installed, as optional ones may be, are left out.
 *
 * A tree of packages has hundreds of package.json files, so what was found is kept in `cache`, with a stamp of each file.
 */
export function packageVersions(folder: string, cache: string): readonly PackageVersion[] {
  const path = join(cache, "packages", `${hash("sha256", folder)}.json`);
  const known = readFound(path);
  if (known !== undefined && Object.entries(known.stamps).every(([file, stamp]) => stampOf(file) === stamp)) return known.packages;
  const found = walk(folder);
  mkdirSync(dirname(path), { recursive: true });
  writeFileAtomic.sync(path, JSON.stringify(found), { fsync: false });
  return found.packages;
}

function walk(root: string): Found {
  const packages = new Map<string, PackageVersion>();
  const stamps = new Map<string, string>();
  const waiting = [root];
  const seen = new Set<string>();
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const real = realpathSync(folder);
    if (seen.has(real)) continue;
    seen.add(real);
    const manifest = readManifest(join(real, "package.json"), stamps);
    if (manifest === undefined) continue;
    const version = { name: manifest.name ?? basename(real), version: manifest.version ?? "" };
    packages.set(`${version.name}@${version.version}`, version);
    const needed = { ...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.peerDependencies };
    for (const dependency of Object.keys(needed)) {
      const found = installed(dependency, real, stamps);
      if (found !== undefined) waiting.push(found);
    }
  }
  return { packages: [...packages.values()], stamps: Object.fromEntries(stamps) };
}

/** The folder of a dependency: in the nearest `node_modules` upwards that has it. */
function installed(dependency: string, from: string, stamps: Map<string, string>): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (basename(folder) !== "node_modules") {
      const candidate = join(folder, "node_modules", dependency);
      const manifest = join(candidate, "package.json");
      const stamp = stampOf(manifest);
      stamps.set(manifest, stamp);
      if (stamp !== "") return candidate;
    }
    if (dirname(folder) === folder) return undefined;
  }
}

function readManifest(path: string, stamps: Map<string, string>): z.infer<typeof PackageJson> | undefined {
  stamps.set(path, stampOf(path));
  try {
    return PackageJson.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return undefined;
  }
}

/**
 * Tells whether a file is the one that was read. Package managers give every file of a package the same old time, so the time alone
 * says nothing; a file that is replaced gets another number or another time of change, which nobody can set.
 */
function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? "" : [stat.ino, stat.size, stat.mtimeMs, stat.ctimeMs].join(" ");
}

function readFound(path: string): Found | undefined {
  try {
    return Found.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return undefined;
  }
}
