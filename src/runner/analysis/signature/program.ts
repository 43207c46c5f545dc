import type { Failure } from "../../model/failure.ts";
import { err, ok, type Result } from "../../model/result.ts";
import { relativePath } from "../place.ts";
import ts from "../typescript.ts";
import { compilerOptions } from "./tsconfig.ts";
import { packageFolder } from "./package-folder.ts";
import { createResolver } from "./resolve.ts";
import { isLibrary, RecordingFiles, type ProgramSources } from "./sources.ts";

export interface ProgramRequest {
  /** Absolute paths of the files that hold the bindings. */
  readonly files: readonly string[];
  /** Absolute path. */
  readonly workspace: string;
  /** Absolute path of the types that `stepwright` means where the workspace has no such package. */
  readonly sdkTypes: string;
}

export interface AnalysisProgram {
  readonly program: ts.Program;
  /** Files that declare what authors import from `stepwright`. */
  readonly sdkFiles: readonly ts.SourceFile[];
  /** What it has read, for a cache. */
  readonly sources: () => ProgramSources;
}

/**
 * A program over a few files and what they import, under the project's own configuration. Nothing is checked yet: the checker works
 * out only what is asked of it.
 */
export const createProgram = (request: ProgramRequest): Result<AnalysisProgram> => {
  const { files, workspace, sdkTypes } = request;
  const recorded = new RecordingFiles();
  const [first] = files;
  const missing = files.find((file) => !ts.sys.fileExists(file));
  if (missing !== undefined) return err(noSuchFile(missing, workspace));
  const options = compilerOptions(first ?? workspace, workspace, recorded);
  if (!options.ok) return options;
  const host = createHost(options.value, workspace, recorded);
  const resolver = createResolver(host, options.value, sdkTypes);
  host.resolveModuleNameLiterals = resolver.resolve;
  const program = ts.createProgram({ rootNames: files, options: options.value, host });
  return ok({
    program,
    sdkFiles: [...resolver.sdkPaths].flatMap((path) => program.getSourceFile(path) ?? []),
    sources: () => recorded.sources(),
  });
};

const noSuchFile = (file: string, workspace: string): Failure => ({
  code: "SW2002",
  message: `There is no file ${relativePath(workspace, file)}.`,
  help: "Check the path; it is relative to the workspace.",
});

/** The compiler's own libraries never change in the life of a process; parsing them is a third of a program's time. */
const libraries = new Map<string, ts.SourceFile>();

const createHost = (options: ts.CompilerOptions, workspace: string, files: RecordingFiles): ts.CompilerHost => ({
  ...ts.createCompilerHost(options),
  getSourceFile: (fileName, versionOrOptions) => {
    const known = libraries.get(fileName);
    if (known !== undefined) return known;
    const text = files.readFile(fileName);
    if (text === undefined) return undefined;
    // Comments are read in local files only: those of a package's types cost more than everything else in them.
    const comments = packageFolder(fileName) === undefined ? ts.JSDocParsingMode.ParseAll : ts.JSDocParsingMode.ParseNone;
    const given = typeof versionOrOptions === "object" ? versionOrOptions : { languageVersion: versionOrOptions };
    const parsed = ts.createSourceFile(fileName, text, { ...given, jsDocParsingMode: comments });
    if (isLibrary(fileName)) libraries.set(fileName, parsed);
    return parsed;
  },
  getCurrentDirectory: () => workspace,
  fileExists: (file) => files.fileExists(file),
  directoryExists: (folder) => files.directoryExists(folder),
  readFile: (file) => files.readFile(file),
});
