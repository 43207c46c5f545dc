import { parse, type Program } from "acorn";
import { keptNames, without, type Cut } from "./kept-names.ts";

/** A declaration of a step's code, or what else stands at the top of a file. */
export interface CodePiece {
  /** Relative to the workspace. */
  readonly file: string;
  /** What it declares; the file's own name for all that declares nothing. */
  readonly name: string;
  readonly text: string;
}

/**
 * Takes the text of a closure apart, into one piece for each function, class and constant. Code that cannot be parsed is one piece a
 * file.
 */
export function codePieces(text: string): CodePiece[] {
  return sections(text).flatMap(({ file, code }) => {
    const program = parsed(code);
    return program === undefined ? [{ file, name: file, text: code.trim() }] : piecesOf(file, code, program);
  });
}

/** The bundler writes the name of a file above what comes from it. What stands above the first of them are helpers of its own. */
function sections(text: string): { readonly file: string; readonly code: string }[] {
  const [, ...parts] = text.split(/^\/\/ (.+)$/m);
  return parts.flatMap((file, index) => (index % 2 === 0 ? [{ file, code: parts[index + 1] ?? "" }] : []));
}

function parsed(code: string): Program | undefined {
  try {
    return parse(code, { ecmaVersion: "latest", sourceType: "module", allowAwaitOutsideFunction: true });
  } catch {
    return undefined;
  }
}

function piecesOf(file: string, code: string, program: Program): CodePiece[] {
  const cuts = keptNames(code, program);
  const textOf = (piece: Cut): string => without(code, piece, cuts);
  const pieces: CodePiece[] = [];
  const others: string[] = [];
  for (const statement of program.body) {
    switch (statement.type) {
      case "FunctionDeclaration":
      case "ClassDeclaration":
        pieces.push({ file, name: readable(file, statement.id.name), text: textOf(statement) });
        break;
      case "VariableDeclaration":
        for (const declaration of statement.declarations) {
          const declared = code.slice(declaration.id.start, declaration.id.end);
          pieces.push({ file, name: readable(file, declared), text: `${statement.kind} ${textOf(declaration)};` });
        }
        break;
      case "ExportNamedDeclaration":
        // What the closure is asked for by.
        break;
      default:
        others.push(textOf(statement).trim());
    }
  }
  const rest = others.filter((each) => each !== "").join("\n");
  return rest === "" ? pieces : [...pieces, { file, name: file, text: rest }];
}

/** The bundler calls a default export and a file of another language after the file, and a CommonJS module `require_…`. */
function readable(file: string, name: string): string {
  if (/\.[cm]?[jt]sx?$/.test(file)) return name.startsWith("require_") ? file : name;
  return file;
}
