import type { PlacedDefinition } from "../../model/discovered.ts";
import { definitions } from "../discovery/definitions.ts";
import type { FileReader } from "../discovery/file-reader.ts";
import { importedNames, type ImportedName } from "../discovery/import-names.ts";
import { packageName } from "../discovery/makers.ts";
import ts from "../typescript.ts";
import { unwrap } from "../unwrap.ts";
import { Scope, type Cell, type Names } from "./scope.ts";
import type { Value } from "./values.ts";

/** Works out what stands at the top level of a file; the interpreter does it. */
export type EvaluateTopLevel = (node: ts.Expression, scope: Scope) => Value;

const globals = new Set(["Array", "Object", "Math", "Promise", "String", "Number", "Boolean", "console", "undefined", "NaN", "Infinity"]);

/** The files of one reading: what their top-level names stand for, each worked out when it is first asked for. */
export class Modules {
  readonly workspace: string;
  readonly #reader: FileReader;
  readonly #evaluate: EvaluateTopLevel;
  readonly #modules = new Map<string, ModuleNames | undefined>();

  constructor(workspace: string, reader: FileReader, evaluate: EvaluateTopLevel) {
    this.workspace = workspace;
    this.#reader = reader;
    this.#evaluate = evaluate;
  }

  /** Undefined for a file that cannot be read. `path` is absolute. */
  module(path: string): ModuleNames | undefined {
    if (!this.#modules.has(path)) {
      const file = this.#reader.parse(path);
      this.#modules.set(path, file && new ModuleNames(this, file, path, this.#evaluate));
    }
    return this.#modules.get(path);
  }

  /** What a name that a file imports, or passes on, stands for. */
  imported(from: string, { specifier, exported }: ImportedName): Value {
    if (specifier === packageName) return { kind: "sdk", name: exported === undefined || exported === "default" ? "*" : exported };
    const file = this.#reader.resolve(from, specifier);
    if (file === undefined) return { kind: "unknown", text: exported ?? specifier, of: [] };
    return exported === undefined ? { kind: "module", file } : this.exported(file, exported);
  }

  /** What a file exports under a name. */
  exported(path: string, name: string): Value {
    return this.module(path)?.exported(name) ?? { kind: "unknown", text: name, of: [] };
  }

  definitionsOf(path: string): ReadonlyMap<ts.Node, PlacedDefinition> {
    return new Map(
      definitions(this.workspace, this.#reader, path).flatMap((definition) =>
        definition.binding.value === undefined ? [] : [[nodeOf(definition.binding.value), definition] as const],
      ),
    );
  }
}

const nodeOf = (node: ts.Node): ts.Node => (ts.isExpression(node) ? unwrap(node) : node);

/** The top-level names of one file. */
export class ModuleNames implements Names {
  readonly scope: Scope;
  readonly #modules: Modules;
  readonly #file: ts.SourceFile;
  readonly #path: string;
  readonly #evaluate: EvaluateTopLevel;
  readonly #cells = new Map<string, Cell | undefined>();
  readonly #imports: ReadonlyMap<string, ImportedName>;
  readonly #passedOn: readonly ImportedName[];
  readonly #asked = new Set<string>();
  #definitions: ReadonlyMap<ts.Node, PlacedDefinition> | undefined;

  constructor(modules: Modules, file: ts.SourceFile, path: string, evaluate: EvaluateTopLevel) {
    this.#modules = modules;
    this.#file = file;
    this.#path = path;
    this.#evaluate = evaluate;
    this.scope = new Scope(this, path);
    const names = importedNames(file);
    this.#imports = new Map(names.filter(({ passedOn }) => !passedOn).map((name) => [name.local, name]));
    this.#passedOn = names.filter(({ passedOn }) => passedOn);
  }

  /** The step or pipeline that this very expression or method makes. */
  definitionAt(node: ts.Node): PlacedDefinition | undefined {
    this.#definitions ??= this.#modules.definitionsOf(this.#path);
    return this.#definitions.get(node);
  }

  find(name: string): Cell | undefined {
    const known = this.#cells.get(name);
    if (known !== undefined || this.#cells.has(name)) return known;
    // Entered before it is known, for what refers to itself.
    this.#cells.set(name, { name, value: { kind: "unknown", text: name, of: [] } });
    const value = this.#valueOf(name);
    const cell = value && { name, value };
    this.#cells.set(name, cell);
    return cell;
  }

  exported(name: string): Value | undefined {
    // Files that pass everything of each other on.
    if (this.#asked.has(name)) return undefined;
    this.#asked.add(name);
    try {
      return this.#exported(name);
    } finally {
      this.#asked.delete(name);
    }
  }

  #exported(name: string): Value | undefined {
    for (const passed of this.#passedOn) if (passed.local === name) return this.#modules.imported(this.#path, passed);
    for (const statement of this.#file.statements) {
      if (name === "default" && ts.isExportAssignment(statement)) return this.#evaluate(statement.expression, this.scope);
      if (
        ts.isExportDeclaration(statement) &&
        !statement.moduleSpecifier &&
        statement.exportClause &&
        ts.isNamedExports(statement.exportClause)
      ) {
        const element = statement.exportClause.elements.find((each) => each.name.text === name);
        if (element !== undefined) return this.find((element.propertyName ?? element.name).text)?.value;
      }
    }
    const own = this.find(name);
    if (own !== undefined && !globals.has(name)) return own.value;
    for (const passed of this.#passedOn) {
      const from = passed.local === "*" ? this.#modules.imported(this.#path, passed) : undefined;
      if (from?.kind === "sdk") return { kind: "sdk", name };
      const found = from?.kind === "module" ? this.#modules.module(from.file)?.exported(name) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #valueOf(name: string): Value | undefined {
    const imported = this.#imports.get(name);
    if (imported !== undefined) return this.#modules.imported(this.#path, imported);
    for (const statement of this.#file.statements) {
      const value = this.#declared(statement, name);
      if (value !== undefined) return value;
    }
    return globals.has(name) ? { kind: "global", name } : undefined;
  }

  #declared(statement: ts.Statement, name: string): Value | undefined {
    if (ts.isFunctionDeclaration(statement) && statement.name?.text === name)
      return { kind: "function", node: statement, scope: this.scope };
    if (ts.isClassDeclaration(statement) && statement.name?.text === name) return this.#staticMembers(statement);
    if (ts.isEnumDeclaration(statement) && statement.name.text === name) return { kind: "unknown", text: name, of: [] };
    if (!ts.isVariableStatement(statement)) return undefined;
    for (const declaration of statement.declarationList.declarations) {
      const { name: target, initializer } = declaration;
      if (ts.isIdentifier(target) && target.text === name) {
        if (initializer === undefined) return { kind: "unknown", text: name, of: [] };
        const isConstant = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
        const value = this.#evaluate(initializer, this.scope);
        return isConstant || value.kind === "made" || value.kind === "function" ? value : { kind: "unknown", text: name, of: [] };
      }
      if (!ts.isIdentifier(target) && bindsName(target, name)) return this.#taken(target, initializer, name);
    }
    return undefined;
  }

  /** One name of `const [a, b] = …`: the pattern is bound as a whole. */
  #taken(pattern: ts.BindingPattern, initializer: ts.Expression | undefined, name: string): Value {
    const whole = initializer && this.#evaluate(initializer, this.scope);
    const index = pattern.elements.findIndex(
      (element) => !ts.isOmittedExpression(element) && ts.isIdentifier(element.name) && element.name.text === name,
    );
    const element = pattern.elements[index];
    if (whole?.kind === "list" && ts.isArrayBindingPattern(pattern)) return whole.items[index] ?? { kind: "undefined" };
    if (whole?.kind === "object" && element !== undefined && !ts.isOmittedExpression(element)) {
      const key = element.propertyName ?? element.name;
      const field = ts.isIdentifier(key) ? whole.fields.get(key.text) : undefined;
      if (field !== undefined) return field;
    }
    return { kind: "unknown", text: name, of: [] };
  }

  #staticMembers(node: ts.ClassDeclaration): Value {
    const fields = new Map<string, Value>();
    for (const member of node.members) {
      const name = member.name !== undefined && ts.isIdentifier(member.name) ? member.name.text : undefined;
      if (name === undefined) continue;
      if (ts.isPropertyDeclaration(member) && member.initializer) fields.set(name, this.#evaluate(member.initializer, this.scope));
      if (!ts.isMethodDeclaration(member)) continue;
      const definition = this.definitionAt(member);
      const fn: Value = { kind: "function", node: member, scope: this.scope };
      if (definition === undefined) fields.set(name, fn);
      else {
        const { kind, dynamic, identity, file, nameRange: range } = definition;
        fields.set(name, { kind: "made", made: { kind, name: definition.name, dynamic, identity, at: { file, range }, fn }, options: {} });
      }
    }
    return { kind: "object", fields, open: true, text: node.name?.text ?? "" };
  }
}

const bindsName = (pattern: ts.BindingPattern, name: string): boolean =>
  pattern.elements.some(
    (element) =>
      !ts.isOmittedExpression(element) && (ts.isIdentifier(element.name) ? element.name.text === name : bindsName(element.name, name)),
  );
