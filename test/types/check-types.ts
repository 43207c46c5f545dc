import path from "node:path";
import ts from "typescript";

/**
 * What the compiler says of the files of a project, one line a problem; nothing where all is well. Files that they import from elsewhere
 * are not looked at: they have a project of their own.
 *
 * @param tsconfig absolute path of its tsconfig.json.
 * @param inMemory files to check in place of the project's, by absolute path.
 */
export function typeProblems(tsconfig: string, inMemory: ReadonlyMap<string, string> = new Map()): string[] {
  const folder = path.dirname(tsconfig);
  const project = ts.parseJsonConfigFileContent(
    ts.readConfigFile(tsconfig, (file) => ts.sys.readFile(file)).config,
    ts.sys,
    folder,
    undefined,
    tsconfig,
  );
  const host = ts.createCompilerHost(project.options);
  // The host reads sources through `readFile`, so these two are enough to add files.
  host.fileExists = (file) => inMemory.has(file) || ts.sys.fileExists(file);
  host.readFile = (file) => inMemory.get(file) ?? ts.sys.readFile(file);
  const files = inMemory.size === 0 ? project.fileNames : [...inMemory.keys()];
  const program = ts.createProgram(files, project.options, host);
  const found = files.flatMap((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)));
  return [...project.errors, ...found].map((problem) => describe(problem, folder));
}

function describe({ file, start = 0, messageText }: ts.Diagnostic, folder: string): string {
  const message = ts.flattenDiagnosticMessageText(messageText, "\n  ");
  if (file === undefined) return message;
  const { line } = file.getLineAndCharacterOfPosition(start);
  return `${path.relative(folder, file.fileName)}:${String(line + 1)} ${message}`;
}
