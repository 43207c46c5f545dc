import { readFileSync } from "node:fs";
import { topLevelBindings } from "../bindings.ts";
import ts from "../typescript.ts";
import { localFile } from "./local-imports.ts";
import { makersOf, noMakers, type Maker, type Makers } from "./makers.ts";

/** What authors import from; a file that does not contain it defines nothing by itself. */
export const packageName = "stepwright";

/** Reads and parses each file at most once. */
export class FileReader {
  readonly #parsed = new Map<string, ts.SourceFile | undefined>();
  readonly #makers = new Map<string, Makers>();

  /** True where the text of a file contains one of the words. Looks at bytes: most files are never decoded. */
  mentions(file: string, words: readonly string[]): boolean {
    const content = this.#read(file);
    return content !== undefined && words.some((word) => content.includes(word));
  }

  parse(file: string): ts.SourceFile | undefined {
    if (!this.#parsed.has(file)) {
      const text = this.#read(file)?.toString();
      this.#parsed.set(file, text === undefined ? undefined : ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
    }
    return this.#parsed.get(file);
  }

  makers(file: string): Makers {
    const known = this.#makers.get(file);
    if (known !== undefined) return known;
    // Entered before it is known, for files that import each other.
    this.#makers.set(file, noMakers);
    const parsed = this.parse(file);
    const makers = parsed && makersOf(parsed, (specifier) => this.#importedMakers(file, specifier));
    if (makers !== undefined) this.#makers.set(file, makers);
    return makers ?? noMakers;
  }

  /** Names under which a file exports helpers of its own. */
  exportedMakers(file: string): ReadonlyMap<string, Maker> {
    const { named } = this.makers(file);
    const found = new Map<string, Maker>();
    for (const [exported, local] of named.size === 0 ? [] : exportsOf(this.parse(file))) {
      const maker = named.get(local);
      if (maker !== undefined) found.set(exported, maker);
    }
    return found;
  }

  #importedMakers(from: string, specifier: string): ReadonlyMap<string, Maker> {
    const file = localFile(from, specifier);
    return file !== undefined && this.mentions(file, [packageName]) ? this.exportedMakers(file) : new Map<string, Maker>();
  }

  #read(file: string): Buffer | undefined {
    try {
      return readFileSync(file);
    } catch {
      return undefined;
    }
  }
}

/** Exported name → local name. */
function* exportsOf(file: ts.SourceFile | undefined): Generator<[string, string]> {
  for (const statement of file?.statements ?? []) {
    if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)) {
      // What is only passed on has its exported name, see `importsOf`.
      for (const { name, propertyName } of statement.exportClause.elements)
        yield [name.text, (statement.moduleSpecifier ? name : (propertyName ?? name)).text];
    } else if (ts.isExportAssignment(statement) && ts.isIdentifier(statement.expression)) {
      yield ["default", statement.expression.text];
    }
  }
  for (const { path } of file === undefined ? [] : topLevelBindings(file)) yield [path, path];
}
