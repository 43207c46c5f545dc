import { readdirSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { distance } from "fastest-levenshtein";
import type { Failure } from "../../model/failure.ts";

/** The failure of an import that names nothing, with what its author may have meant. `name` is how the importing file is called. The bundler adds the place. */
export function unresolvedImport(specifier: string, importer: string, name: string): Failure {
  return {
    code: "SW2006",
    message: `Cannot find "${specifier}", imported by ${name}.`,
    help: advice(specifier, importer),
  };
}

/** The failure of an import of a file that is neither code nor data. */
export function unknownKind(path: string, name: string): Failure {
  const extension = extname(path);
  return {
    code: "SW2006",
    message: `${name} cannot be imported: ${extension === "" ? "it has no extension" : `nothing is known of ${extension} files`}.`,
    help: `Import it as text, \`import text from "…" with { type: "text" }\`, or read it inside a step.`,
  };
}

function advice(specifier: string, importer: string): string {
  if (specifier.includes(":")) return "Files, installed packages and the modules of Node itself can be imported.";
  if (!/^\.{0,2}(?:\/|$)/.test(specifier)) {
    const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
    const near = nearest(name, installed(dirname(importer)));
    return near === undefined || near === name
      ? `Install it: npm install ${name}`
      : `Did you mean "${near}"? Else install it: npm install ${name}`;
  }
  const target = resolve(dirname(importer), specifier);
  const near = nearest(basename(target), list(dirname(target)));
  return near === undefined
    ? "Check the path, which is relative to the importing file."
    : `Did you mean "${join(dirname(specifier), near)
        .replaceAll("\\", "/")
        .replace(/^(?!\.)/, "./")}"?`;
}

/** Names of the packages that a file in this folder can import, scoped ones with their scope. */
function installed(folder: string): string[] {
  const own = list(join(folder, "node_modules")).flatMap((name) =>
    name.startsWith("@") ? list(join(folder, "node_modules", name)).map((inner) => `${name}/${inner}`) : [name],
  );
  return dirname(folder) === folder ? own : [...own, ...installed(dirname(folder))];
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith("."));
  } catch {
    return [];
  }
}

/** The name that differs by the fewest typed letters, if these are few enough to be a slip. Extensions do not count. */
function nearest(wanted: string, names: readonly string[]): string | undefined {
  const bare = stem(wanted).toLowerCase();
  const limit = Math.max(1, Math.floor(bare.length / 3));
  const [best] = names
    .map((name) => ({ name, distance: distance(bare, stem(name).toLowerCase()) }))
    .filter((candidate) => candidate.distance <= limit)
    .sort((a, b) => a.distance - b.distance);
  return best?.name;
}

function stem(name: string): string {
  return name.replace(/\.[cm]?[jt]sx?$|\.json$/, "");
}
