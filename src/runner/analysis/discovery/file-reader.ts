import { readFileSync } from "node:fs";
import { topLevelBindings } from "../bindings.ts";
import { unlessTooDeep } from "../too-deep.ts";
import ts from "../typescript.ts";
import { copyUnder, makersOf, noMakers, type FileMakers, type Maker, type Makers } from "./makers.ts";
import { LocalModules } from "./local-modules.ts";

/** A longer text (a checked-in bundle, generated data) is not parsed: nobody writes pipelines there, and it would hold up everything else. */
const longest = 4_000_000;

/** Parsed files that are kept. A pipeline, what it imports and the helpers of a house are far fewer. */
const mostParsed = 128;

const nothing: FileMakers = { local: noMakers, passedOn: noMakers };

/**
 * Reads and parses files, each at most once until it is forgotten. What an editor has not saved yet stands in place of what the disk
 * holds. All paths are absolute.
 */
export class FileReader {
  readonly #unsaved = new Map<string, string>();
  /** Least recently used first. */
  readonly #parsed = new Map<string, ts.SourceFile | undefined>();
  readonly #makers = new Map<string, FileMakers>();
  readonly #exported = new Map<string, Makers>();
  readonly #modules: LocalModules;

  /** @param workspace absolute path, without symbolic links */
  constructor(workspace: string) {
    this.#modules = new LocalModules(workspace);
  }

  /** What an editor holds and has not saved, else what the disk holds. Undefined for a file that cannot be read. */
  read(file: string): string | undefined {
    const unsaved = this.#unsaved.get(file);
    if (unsaved !== undefined) return unsaved;
    try {
      return readFileSync(file, "utf8");
    } catch {
      return undefined;
    }
  }

  /** Undefined for a file that cannot be read, or is too long to have been written by a person. */
  parse(file: string): ts.SourceFile | undefined {
    const known = this.#parsed.get(file);
    if (known !== undefined || this.#parsed.has(file)) {
      this.#parsed.delete(file);
      this.#parsed.set(file, known);
      return known;
    }
    const text = this.read(file);
    const parsed = text === undefined || text.length > longest ? undefined : unlessTooDeep(() => parsedText(file, text), undefined);
    this.#parsed.set(file, parsed);
    const [oldest] = this.#parsed.keys();
    if (this.#parsed.size > mostParsed && oldest !== undefined) this.#parsed.delete(oldest);
    return parsed;
  }

  /** The names under which the code of a file makes steps and pipelines. */
  makers(file: string): Makers {
    return this.#fileMakers(file).local;
  }

  /** Names under which a file exports what makes steps and pipelines. */
  exportedMakers(file: string): Makers {
    const known = this.#exported.get(file);
    if (known !== undefined) return known;
    const { local, passedOn } = this.#fileMakers(file);
    const found = new Map<string, Maker>(passedOn);
    for (const [exported, name] of local.size === 0 ? [] : exportsOf(this.parse(file))) copyUnder(local, name, exported, found);
    this.#exported.set(file, found);
    return found;
  }

  /** Takes the text of an editor for a file, or (without one) what the disk holds; what was known of it is forgotten. */
  replace(file: string, text?: string): void {
    if (text === undefined) this.#unsaved.delete(file);
    else this.#unsaved.set(file, text);
    this.#parsed.delete(file);
    // What a file makes may rest on any other, by way of helpers.
    this.#makers.clear();
    this.#exported.clear();
  }

  /** The file that an import means, where it is one of the project. */
  resolve(from: string, specifier: string): string | undefined {
    return this.#modules.find(from, specifier);
  }

  /** A file came or went, or a configuration changed: imports may lead elsewhere. */
  forgetModules(): void {
    this.#modules.forget();
    this.#makers.clear();
    this.#exported.clear();
  }

  #fileMakers(file: string): FileMakers {
    const known = this.#makers.get(file);
    if (known !== undefined) return known;
    // Entered before it is known, for files that import each other.
    this.#makers.set(file, nothing);
    const parsed = this.parse(file);
    const makers = parsed && unlessTooDeep(() => makersOf(parsed, (specifier) => this.#importedMakers(file, specifier)), nothing);
    if (makers !== undefined) this.#makers.set(file, makers);
    return makers ?? nothing;
  }

  #importedMakers(from: string, specifier: string): Makers {
    const file = this.resolve(from, specifier);
    return file === undefined ? noMakers : this.exportedMakers(file);
  }
}

const parsedText = (file: string, text: string): ts.SourceFile => ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);

/** Exported name → local name. */
function* exportsOf(file: ts.SourceFile | undefined): Generator<[string, string]> {
  for (const statement of file?.statements ?? []) {
    if (
      ts.isExportDeclaration(statement) &&
      !statement.moduleSpecifier &&
      statement.exportClause &&
      ts.isNamedExports(statement.exportClause)
    ) {
      for (const { name, propertyName } of statement.exportClause.elements) yield [name.text, (propertyName ?? name).text];
    } else if (ts.isExportAssignment(statement) && ts.isIdentifier(statement.expression)) {
      yield ["default", statement.expression.text];
    }
  }
  for (const { path } of file === undefined ? [] : topLevelBindings(file)) yield [path, path];
}
