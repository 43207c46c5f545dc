import { dirname, join } from "node:path";
import type { Failure } from "../../model/failure.ts";
import { err, ok, type Result } from "../../model/result.ts";
import { relativePath } from "../place.ts";
import { configFor } from "../project/config-for.ts";
import ts from "../typescript.ts";

/** What we need from the file system to read a configuration; a program's host records what it is asked. */
export type ConfigHost = Pick<ts.CompilerHost, "fileExists" | "readFile">;

/**
 * The compiler options for a file: those of the nearest `tsconfig.json` above it, or of the project that it refers to for the file, else options that fit
 * what Node and a bundler accept. A configuration that cannot be read is SW2010; an unknown option in it is not our concern.
 */
export const compilerOptions = (file: string, workspace: string, host: ConfigHost): Result<ts.CompilerOptions> => {
  const nearest = nearestConfig(dirname(file), host);
  const path = nearest && configFor(nearest, file, (name) => host.readFile(name));
  const own = path === undefined ? ok({}) : readConfig(path, workspace, host);
  if (!own.ok) return own;
  const nodeTypes = hasNodeTypes(dirname(file), host);
  // Versions of the compiler differ in which type packages are there by themselves; those of Node always belong to a step.
  const types = nodeTypes ? ["node"] : [];
  return ok({ types, ...(path === undefined ? defaults(nodeTypes) : {}), ...own.value, ...forced });
};

/** What we need in any project, whatever it says: JavaScript is read, nothing is written, and a union prints in one order only. */
const forced: ts.CompilerOptions = {
  allowJs: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  incremental: false,
  composite: false,
  declaration: false,
  stableTypeOrdering: true,
};

const defaults = (nodeTypes: boolean): ts.CompilerOptions => ({
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.NodeNext,
  jsx: ts.JsxEmit.Preserve,
  strict: true,
  // Without Node's own types, those of the browser know at least `console`, `fetch` and `URL`.
  lib: nodeTypes ? ["lib.esnext.d.ts"] : ["lib.esnext.d.ts", "lib.dom.d.ts"],
});

const nearestConfig = (folder: string, host: ConfigHost): string | undefined => {
  const path = join(folder, "tsconfig.json");
  if (host.fileExists(path)) return path;
  const parent = dirname(folder);
  return parent === folder ? undefined : nearestConfig(parent, host);
};

const hasNodeTypes = (folder: string, host: ConfigHost): boolean => {
  if (host.fileExists(join(folder, "node_modules", "@types", "node", "package.json"))) return true;
  const parent = dirname(folder);
  return parent !== folder && hasNodeTypes(parent, host);
};

const readConfig = (path: string, workspace: string, host: ConfigHost): Result<ts.CompilerOptions> => {
  const read = ts.readConfigFile(path, (file) => host.readFile(file));
  if (read.error) return err(unreadable(read.error, path, workspace));
  const reader: ts.ParseConfigHost = {
    useCaseSensitiveFileNames: ts.sys.useCaseSensitiveFileNames,
    fileExists: (file) => host.fileExists(file),
    readFile: (file) => host.readFile(file),
    // The files of the project are not asked for: the program starts from ours.
    readDirectory: () => [],
  };
  const { options, errors } = ts.parseJsonConfigFileContent(read.config, reader, dirname(path), undefined, path);
  const problem = errors.find(isUnreadable);
  return problem === undefined ? ok(options) : err(unreadable(problem, path, workspace));
};

/** Syntax errors have codes below 2000; the others: a file of `extends` that is missing, unreadable or extends itself. */
const isUnreadable = ({ code }: ts.Diagnostic): boolean => code < 2000 || code === 6053 || code === 5083 || code === 18000;

const unreadable = (problem: ts.Diagnostic, path: string, workspace: string): Failure => {
  const file = problem.file?.fileName ?? path;
  const start = problem.file && problem.start !== undefined ? problem.file.getLineAndCharacterOfPosition(problem.start) : undefined;
  const shown = relativePath(workspace, file);
  return {
    code: "SW2010",
    message: `${shown} cannot be read: ${ts.flattenDiagnosticMessageText(problem.messageText, " ")}`,
    help: "Correct the file, or the `extends` in it. Types and paths are taken from it.",
    at: { file: shown, line: (start?.line ?? 0) + 1, column: (start?.character ?? 0) + 1 },
  };
};
