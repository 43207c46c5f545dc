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

/** What a program leaves for the next one over the same files, so that only what has changed is parsed and bound again. */
export class ProgramMemory {
  /** Parsed files by path. The text is compared, so that one that was touched and not changed is kept. */
  readonly parsed = new Map<string, ts.SourceFile>();
  readonly recorded: RecordingFiles;
  readonly sdkPaths = new Set<string>();
  program: ts.Program | undefined;

  /** @param unsaved text that stands in place of files, by absolute path */
  constructor(unsaved: ReadonlyMap<string, string>) {
    this.recorded = new RecordingFiles(unsaved);
  }
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
 *
 * @param memory of an earlier program, which this one takes over what is the same from
 */
export const createProgram = (request: ProgramRequest, memory?: ProgramMemory): Result<AnalysisProgram> => {
  const { files, workspace, sdkTypes } = request;
  const recorded = memory?.recorded ?? new RecordingFiles();
  const [first] = files;
  const missing = files.find((file) => !recorded.fileExists(file));
  if (missing !== undefined) return err(noSuchFile(missing, workspace));
  const options = compilerOptions(first ?? workspace, workspace, recorded);
  if (!options.ok) return options;
  const host = createHost(options.value, workspace, recorded, memory?.parsed);
  const resolver = createResolver(host, options.value, sdkTypes, memory?.sdkPaths);
  host.resolveModuleNameLiterals = resolver.resolve;
  const earlier = memory?.program;
  const program = ts.createProgram({ rootNames: files, options: options.value, host, ...(earlier && { oldProgram: earlier }) });
  if (memory !== undefined) memory.program = program;
  return ok({
    program,
    sdkFiles: [...resolver.sdkPaths].flatMap((path) => program.getSourceFile(path) ?? []),
    sources: () => recorded.sources(new Set(program.getSourceFiles().map(({ fileName }) => fileName))),
  });
};

const noSuchFile = (file: string, workspace: string): Failure => ({
  code: "SW2002",
  message: `There is no file ${relativePath(workspace, file)}.`,
  help: "Check the path; it is relative to the workspace.",
});

/** The compiler's own libraries never change in the life of a process; parsing them is a third of a program's time. */
const libraries = new Map<string, ts.SourceFile>();

const createHost = (
  options: ts.CompilerOptions,
  workspace: string,
  files: RecordingFiles,
  remembered?: Map<string, ts.SourceFile>,
): ts.CompilerHost => ({
  ...ts.createCompilerHost(options),
  getSourceFile: (fileName, versionOrOptions) => {
    const kept = remembered ?? libraries;
    const known = kept.get(fileName);
    if (known !== undefined && isLibrary(fileName)) return known;
    const text = files.readFile(fileName);
    if (text === undefined) return undefined;
    if (known?.text === text) return known;
    // Comments are read in local files only: those of a package's types cost more than everything else in them.
    const comments = packageFolder(fileName) === undefined ? ts.JSDocParsingMode.ParseAll : ts.JSDocParsingMode.ParseNone;
    const given = typeof versionOrOptions === "object" ? versionOrOptions : { languageVersion: versionOrOptions };
    const parsed = ts.createSourceFile(fileName, text, { ...given, jsDocParsingMode: comments });
    if (remembered !== undefined || isLibrary(fileName)) kept.set(fileName, parsed);
    return parsed;
  },
  // A file that appears or goes changes what an import means in files that have not changed.
  hasInvalidatedResolutions: () => true,
  getCurrentDirectory: () => workspace,
  fileExists: (file) => files.fileExists(file),
  directoryExists: (folder) => files.directoryExists(folder),
  readFile: (file) => files.readFile(file),
});
