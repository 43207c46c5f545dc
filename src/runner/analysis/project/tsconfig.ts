import { dirname, join } from "node:path";
import ts from "../typescript.ts";
import type { Failure } from "../../model/failure.ts";
import { err, ok, type Result } from "../../model/result.ts";
import { configFor } from "./config-for.ts";
import { fileName } from "./file-name.ts";
import type { Inputs } from "./inputs.ts";

/** Where tsconfig.json sends imports that are not relative. */
export interface PathMapping {
  /** Folder that the targets are relative to. */
  readonly base: string;
  readonly paths: Readonly<Record<string, readonly string[]>>;
}

/** What a tsconfig.json, with everything it extends, says that changes how a file is compiled. */
export interface Tsconfig {
  /** In the form the bundler takes, as text, so that two files' settings are easily compared. */
  readonly raw: string;
  readonly mapping: PathMapping | undefined;
}

/** Syntax errors stay with the parsed file; the compiler does not name them in its public types. */
type ParsedConfig = ts.TsConfigSourceFile & { readonly parseDiagnostics: readonly ts.Diagnostic[] };

const none: Tsconfig = { raw: "{}", mapping: undefined };

/** Finds the settings of files: those of the nearest tsconfig.json, or of the project it refers to, each read once. */
export class Tsconfigs {
  /** Path of the nearest tsconfig.json. */
  readonly #byFolder = new Map<string, string | undefined>();
  readonly #loaded = new Map<string, Result<Tsconfig>>();
  readonly #workspace: string;
  readonly #inputs: Inputs;

  constructor(workspace: string, inputs: Inputs) {
    this.#workspace = workspace;
    this.#inputs = inputs;
  }

  /** Fails with SW2010 where the configuration of a file, or one that it extends, cannot be read. */
  of(path: string): Result<Tsconfig> {
    const nearest = this.#nearest(dirname(path));
    if (nearest === undefined) return ok(none);
    const file = configFor(nearest, path, (name) => this.#inputs.read(name)?.toString());
    const known = this.#loaded.get(file) ?? this.#load(file);
    this.#loaded.set(file, known);
    return known;
  }

  #nearest(folder: string): string | undefined {
    if (this.#byFolder.has(folder)) return this.#byFolder.get(folder);
    const file = join(folder, "tsconfig.json");
    const parent = dirname(folder);
    const found = this.#inputs.read(file) !== undefined ? file : parent === folder ? undefined : this.#nearest(parent);
    this.#byFolder.set(folder, found);
    return found;
  }

  #load(file: string): Result<Tsconfig> {
    const source: ParsedConfig = ts.readJsonConfigFile(file, (path) => this.#inputs.read(path)?.toString()) as ParsedConfig;
    const host: ts.ParseConfigHost = {
      useCaseSensitiveFileNames: ts.sys.useCaseSensitiveFileNames,
      fileExists: (path) => this.#inputs.read(path) !== undefined,
      readFile: (path) => this.#inputs.read(path)?.toString(),
      // Which files belong to the project does not matter here, and listing them would read the whole workspace.
      readDirectory: () => [],
    };
    const parsed = ts.parseJsonSourceFileConfigFileContent(source, host, dirname(file));
    const error = [...source.parseDiagnostics, ...parsed.errors].find((diagnostic) => isBroken(diagnostic));
    if (error !== undefined) return err(this.#failure(file, error));
    return ok({ raw: bundlerSettings(parsed.options), mapping: pathMapping(parsed.options, dirname(file)) });
  }

  #failure(config: string, diagnostic: ts.Diagnostic): Failure {
    const file = fileName(this.#workspace, diagnostic.file?.fileName ?? config);
    const place = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0) ?? { line: 0, character: 0 };
    const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, " ");
    return {
      code: "SW2010",
      message: `${file} cannot be read: ${text.replaceAll(`${this.#workspace}/`, "")}`,
      help: "Correct the file, or remove it: Stepwright works without one.",
      at: { file, line: place.line + 1, column: place.character + 1 },
    };
  }
}

/** "No inputs were found", and options of other compiler versions, say nothing about whether a file can be compiled. */
function isBroken(diagnostic: ts.Diagnostic): boolean {
  const ignored = new Set([18002, 18003, 5023, 5025, 5107, 5101, 5102, 5108, 6046]);
  return diagnostic.category === ts.DiagnosticCategory.Error && !ignored.has(diagnostic.code);
}

function bundlerSettings(options: ts.CompilerOptions): string {
  const target = options.target ?? ts.ScriptTarget.ESNext;
  return JSON.stringify({
    compilerOptions: {
      jsx: options.jsx === undefined ? undefined : jsxMode(options.jsx),
      jsxFactory: options.jsxFactory,
      jsxFragmentFactory: options.jsxFragmentFactory,
      jsxImportSource: options.jsxImportSource,
      experimentalDecorators: options.experimentalDecorators,
      useDefineForClassFields: options.useDefineForClassFields ?? target >= ts.ScriptTarget.ES2022,
      verbatimModuleSyntax: options.verbatimModuleSyntax,
    },
  });
}

/** `preserve` is for tools that come later, and nothing comes later here. */
function jsxMode(mode: ts.JsxEmit): "react" | "react-jsx" | "react-jsxdev" {
  switch (mode) {
    case ts.JsxEmit.ReactJSX:
      return "react-jsx";
    case ts.JsxEmit.ReactJSXDev:
      return "react-jsxdev";
    case ts.JsxEmit.None:
    case ts.JsxEmit.Preserve:
    case ts.JsxEmit.React:
    case ts.JsxEmit.ReactNative:
      return "react";
    default:
      return mode satisfies never;
  }
}

/** `baseUrl` is a mapping of everything, after those that `paths` names. It is on its way out of the compiler, but not of projects. */
function pathMapping(options: ts.CompilerOptions, folder: string): PathMapping | undefined {
  const { baseUrl, pathsBasePath }: Readonly<Record<string, unknown>> = options;
  if (typeof baseUrl === "string") return { base: baseUrl, paths: { "*": ["*"], ...options.paths } };
  if (options.paths === undefined) return undefined;
  return { base: typeof pathsBasePath === "string" ? pathsBasePath : folder, paths: options.paths };
}
