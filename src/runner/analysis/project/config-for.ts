import { dirname, join, resolve } from "node:path";
import ts from "../typescript.ts";

/** A solution with more projects than this is not searched to its end. */
const mostProjects = 200;

/**
 * The configuration that a file belongs to: the nearest one, or where that refers to other projects and leaves the file to them
 * (`"files": [], "references": [{ "path": "./tsconfig.app.json" }]`), the first of those that includes it.
 *
 * @param nearest absolute path of the nearest `tsconfig.json`
 * @param readFile the file's text; undefined where it is not there
 */
export const configFor = (nearest: string, file: string, readFile: (path: string) => string | undefined): string => {
  const first = read(nearest, readFile);
  if (first.references.length === 0) return nearest;
  const seen = new Set<string>();
  const waiting = [nearest];
  for (let path = waiting.shift(); path !== undefined && seen.size < mostProjects; path = waiting.shift()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const { config, references } = read(path, readFile);
    if (includes(config, path, file, readFile)) return path;
    waiting.push(...references);
  }
  return nearest;
};

interface Config {
  readonly config: unknown;
  /** Absolute paths of configurations. */
  readonly references: readonly string[];
}

/** One that cannot be read refers to nothing: whoever takes its options says what is wrong with it. */
const read = (path: string, readFile: (path: string) => string | undefined): Config => {
  const config: unknown = ts.readConfigFile(path, readFile).config;
  const said: unknown = typeof config === "object" && config !== null && "references" in config ? config.references : undefined;
  const references = (Array.isArray(said) ? said : []).flatMap((reference: unknown) => {
    const to = typeof reference === "object" && reference !== null && "path" in reference ? reference.path : undefined;
    if (typeof to !== "string") return [];
    const target = resolve(dirname(path), to);
    return [target.endsWith(".json") ? target : join(target, "tsconfig.json")];
  });
  return { config, references };
};

const includes = (config: unknown, path: string, file: string, readFile: (path: string) => string | undefined): boolean => {
  const host: ts.ParseConfigHost = {
    useCaseSensitiveFileNames: ts.sys.useCaseSensitiveFileNames,
    fileExists: (name) => ts.sys.fileExists(name),
    readFile,
    readDirectory: (...args) => ts.sys.readDirectory(...args),
  };
  const { fileNames } = ts.parseJsonConfigFileContent(config, host, dirname(path), { allowJs: true }, path);
  return fileNames.some((name) => resolve(name) === resolve(file));
};
