import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import * as z from "zod/mini";
import { InputRecord, unchanged } from "../project/inputs.ts";
import { closureOf, type BundledProgram, type Closure, type ClosureCode, type ClosureRequest } from "./closure.ts";
import { PackageVersion, packageVersions } from "./packages.ts";

/** Raised with every change to how closures are built. */
const closureFormat = 6;

const Stored = z.object({
  codes: z.record(
    z.string(),
    z.object({
      code: z.string(),
      text: z.string(),
      packageFolders: z.array(z.string()),
      binaries: z.array(PackageVersion),
      builtins: z.array(z.string()),
      files: z.array(z.string()),
      open: z.boolean(),
    }),
  ),
  named: InputRecord,
});

/** What is kept of a build. */
interface NewClosures {
  readonly codes: Readonly<Record<string, ClosureCode>>;
  /** What decided the code of programs that are not in the bundle. */
  readonly named: InputRecord;
}

/**
 * The closures of a bundle as they were built at an earlier time, with the packages as they are installed now. Synchronous, and
 * without compiler or bundler. The bundle must be fresh: what an import resolves to was checked when it was read.
 */
export function readClosures(
  request: ClosureRequest,
  program: BundledProgram,
  identities: readonly string[],
): Record<string, Closure> | undefined {
  try {
    const { codes, named } = Stored.parse(JSON.parse(readFileSync(storedPath(program, identities), "utf8")));
    return unchanged(named) ? withPackages(request, codes) : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps closures beside the bundle that they belong to. */
export function writeClosures(program: BundledProgram, identities: readonly string[], closures: NewClosures): void {
  writeFileAtomic.sync(storedPath(program, identities), JSON.stringify(closures), { fsync: false });
}

/** Looks up the installed packages of each closure. */
export function withPackages(request: ClosureRequest, codes: Readonly<Record<string, ClosureCode>>): Record<string, Closure> {
  const known = new Map<string, readonly PackageVersion[]>();
  const versionsOf = (folder: string): readonly PackageVersion[] => {
    const versions = known.get(folder) ?? packageVersions(folder, request.cache);
    known.set(folder, versions);
    return versions;
  };
  return Object.fromEntries(Object.entries(codes).map(([identity, code]) => [identity, closureOf(code, versionsOf)]));
}

function storedPath(program: BundledProgram, identities: readonly string[]): string {
  return join(
    dirname(program.bundle),
    `closures-${hash("sha256", JSON.stringify([closureFormat, ...[...identities].sort()])).slice(0, 16)}.json`,
  );
}
