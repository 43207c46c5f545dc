import { extname } from "node:path";
import ts from "../typescript.ts";
import type { Failure } from "../../model/failure.ts";
import { err, ok, type Result } from "../../model/result.ts";

/** A parsed file keeps its syntax errors; the compiler has them on the node without naming them in its public types. */
type ParsedFile = ts.SourceFile & { readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[] };

/**
 * Parses one source file, with parents set.
 * Fails with SW2001, placed at the first syntax error. `name` is how the file is called in messages.
 */
export function parse(path: string, text: string, name: string): Result<ts.SourceFile> {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, scriptKind(path));
  const failure = syntaxFailureOf(file, name);
  return failure === undefined ? ok(file) : err(failure);
}

/** The first syntax error of a parsed file, as SW2001; undefined where it has none. */
export function syntaxFailureOf(file: ts.SourceFile, name: string): Failure | undefined {
  const [first] = (file as ParsedFile).parseDiagnostics;
  return first && syntaxFailure(file, first, name);
}

/** JavaScript files may hold JSX, as the bundlers people come from allow it. */
function scriptKind(path: string): ts.ScriptKind {
  switch (extname(path)) {
    case ".tsx":
      return ts.ScriptKind.TSX;
    case ".js":
    case ".mjs":
    case ".cjs":
    case ".jsx":
      return ts.ScriptKind.JSX;
    default:
      return ts.ScriptKind.TS;
  }
}

function syntaxFailure(file: ts.SourceFile, diagnostic: ts.DiagnosticWithLocation, name: string): Failure {
  const { line, character } = file.getLineAndCharacterOfPosition(diagnostic.start);
  return {
    code: "SW2001",
    message: `${name} does not parse: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, " ")}`,
    help: "Correct the syntax at the marked place.",
    at: { file: name, line: line + 1, column: character + 1 },
  };
}
