import { hash } from "node:crypto";
import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { Project } from "../project/project.ts";
import { buildClosures } from "./build.ts";
import type { ClosureCode } from "./closure.ts";
import { wholeFile } from "./identity.ts";
import type { PackageVersion } from "./packages.ts";

/**
 * Closures with the programs that their code names: what a thread or a process is started with counts like code that is imported, with all
 * that it imports and names itself. One that cannot be built leaves open what it brings along.
 *
 * `project` is one of its own: its inputs say what was read, and the bundle does not hold these files.
 */
export async function withPrograms(project: Project, codes: Readonly<Record<string, ClosureCode>>): Promise<Record<string, ClosureCode>> {
  const known = new Map<string, Named>();
  const waiting = Object.values(codes).flatMap(({ files }) => files);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (known.has(name)) continue;
    const kind = kindOf(project, name);
    const named = kind === "program" ? await programCode(project, name) : kind;
    known.set(name, named);
    if (typeof named === "object") waiting.push(...named.files);
  }
  return Object.fromEntries(Object.entries(codes).map(([identity, code]) => [identity, joined(code, known)]));
}

/** What a file that code names is: a program by its code. */
type Named = ClosureCode | "data" | "folder";

/** A folder is a place to look from, and says nothing of what is read. */
function kindOf(project: Project, name: string): "program" | "data" | "folder" {
  const path = resolve(project.workspace, name);
  const isCode = /\.[cm]?[jt]sx?$/.test(name) && !/(?:^|\/)node_modules\//.test(name);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined && isCode) project.inputs.missing(path);
  if (found?.isDirectory() === true) return "folder";
  return isCode && found !== undefined ? "program" : "data";
}

async function programCode(project: Project, name: string): Promise<ClosureCode> {
  const identity = `${name}#${wholeFile}`;
  const built = await buildClosures(project, resolve(project.workspace, name), [identity]).catch((): Record<string, ClosureCode> => ({}));
  return built[identity] ?? { code: "", text: "", packageFolders: [], binaries: [], builtins: [], files: [], open: true };
}

function joined(code: ClosureCode, known: ReadonlyMap<string, Named>): ClosureCode {
  if (code.files.length === 0) return code;
  const reached = new Map<string, ClosureCode>();
  const data = new Set<string>();
  const waiting = [...code.files];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const named = known.get(name);
    if (named === "data") data.add(name);
    if (typeof named !== "object" || reached.has(name)) continue;
    reached.set(name, named);
    waiting.push(...named.files);
  }
  const sorted = [...reached].sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = [code, ...sorted.map(([, program]) => program)];
  const all = <Item>(of: (part: ClosureCode) => readonly Item[]): Item[] => [...new Set(parts.flatMap(of))].sort();
  const binaries = new Map<string, PackageVersion>(parts.flatMap((part) => part.binaries.map((each) => [each.name, each] as const)));
  return {
    code:
      reached.size === 0
        ? code.code
        : hash("sha256", JSON.stringify([code.code, ...sorted.map(([name, program]) => [name, program.code])])),
    text: parts.map(({ text }) => text).join("\n"),
    packageFolders: all((part) => part.packageFolders),
    binaries: [...binaries.values()],
    builtins: all((part) => part.builtins),
    files: [...data].sort(),
    open: parts.some(({ open }) => open),
  };
}
