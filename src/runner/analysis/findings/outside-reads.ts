import { isBuiltin } from "node:module";
import { isPlace } from "../closure/named-files.ts";
import { importedNames, type ImportedName } from "../discovery/import-names.ts";
import { keyText } from "../literals.ts";
import ts from "../typescript.ts";

/** What code can read that is not in its inputs. */
export type Outside = "the clock" | "randomness" | "the network" | "files" | "the environment";

export interface OutsideRead {
  readonly what: Outside;
  readonly node: ts.Node;
  /** The file or variable, where the source spells it out. */
  readonly item?: string;
}

const network = new Set(["http", "https", "http2", "net", "tls", "dns", "dgram", "dns/promises"]);
const clients = new Set(["undici", "axios", "got", "node-fetch", "ky", "superagent"]);
const fileReads = /^(?:read|open|stat|lstat|exists|access|glob|createReadStream|realpath)/;
const randomReads = /^(?:random|getRandomValues|generateKey)/;

/** Finds what the code of one file reads from outside, by the names that the language, Node and well-known clients have for it. */
export class OutsideReads {
  readonly #imports: ReadonlyMap<string, ImportedName>;
  readonly #declared: ReadonlySet<string>;

  constructor(file: ts.SourceFile) {
    const own = importedNames(file).filter(({ passedOn }) => !passedOn);
    this.#imports = new Map(own.map((name) => [name.local, name]));
    this.#declared = declaredIn(file);
  }

  /** What this very node reads, its children aside. */
  at(node: ts.Node): OutsideRead | undefined {
    if (ts.isCallExpression(node)) return this.#call(node);
    if (ts.isNewExpression(node)) return this.#construction(node);
    return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isVariableDeclaration(node)
      ? this.#environment(node)
      : undefined;
  }

  #call(node: ts.CallExpression): OutsideRead | undefined {
    const { expression: callee } = node;
    if (ts.isIdentifier(callee)) {
      if (this.#isGlobal(callee, "fetch")) return { what: "the network", node };
      if (this.#isGlobal(callee, "Date")) return { what: "the clock", node };
      const imported = this.#imports.get(callee.text);
      return imported && this.#moduleRead(node, imported.specifier, imported.exported ?? "default");
    }
    if (!ts.isPropertyAccessExpression(callee)) return undefined;
    const method = callee.name.text;
    const owner = ts.isPropertyAccessExpression(callee.expression) ? callee.expression.expression : callee.expression;
    if (!ts.isIdentifier(owner)) return undefined;
    if (this.#isGlobal(owner, "Date") && method === "now") return { what: "the clock", node };
    if (this.#isGlobal(owner, "Temporal")) return callee.expression.getText() === "Temporal.Now" ? { what: "the clock", node } : undefined;
    if (this.#isGlobal(owner, "Math") && method === "random") return { what: "randomness", node };
    if (this.#isGlobal(owner, "crypto") && randomReads.test(method)) return { what: "randomness", node };
    const imported = this.#imports.get(owner.text);
    return imported && this.#moduleRead(node, imported.specifier, method);
  }

  #moduleRead(node: ts.CallExpression, specifier: string, name: string): OutsideRead | undefined {
    if (clients.has(specifier)) return { what: "the network", node };
    if (!isBuiltin(specifier)) return undefined;
    const module = specifier.replace(/^node:/, "");
    if (network.has(module)) return { what: "the network", node };
    if (module === "crypto" && randomReads.test(name)) return { what: "randomness", node };
    if ((module !== "fs" && module !== "fs/promises") || !fileReads.test(name)) return undefined;
    const [path] = node.arguments;
    // The closure holds a file that is named by its place beside the code; what a folder holds, it does not.
    if (path !== undefined && isPlace(path, node.getSourceFile().fileName) && !/dir|glob/i.test(name)) return undefined;
    return { what: "files", node, ...(path !== undefined && ts.isStringLiteralLike(path) && { item: path.text }) };
  }

  #construction(node: ts.NewExpression): OutsideRead | undefined {
    const { expression: made } = node;
    if (!ts.isIdentifier(made)) return undefined;
    if (this.#isGlobal(made, "Date")) return (node.arguments?.length ?? 0) === 0 ? { what: "the clock", node } : undefined;
    const opens = ["WebSocket", "EventSource", "XMLHttpRequest"].some((name) => this.#isGlobal(made, name));
    return opens ? { what: "the network", node } : undefined;
  }

  /** `process.env.NAME`, `process.env["NAME"]`, `const { NAME } = process.env`. */
  #environment(node: ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.VariableDeclaration): OutsideRead | undefined {
    if (ts.isVariableDeclaration(node)) {
      if (node.initializer === undefined || !this.#isEnvironment(node.initializer) || !ts.isObjectBindingPattern(node.name))
        return undefined;
      const [first] = node.name.elements;
      const item = first && keyText(first.propertyName ?? first.name);
      return { what: "the environment", node, ...(item !== undefined && { item }) };
    }
    if (!this.#isEnvironment(node.expression)) return undefined;
    const item = ts.isPropertyAccessExpression(node)
      ? node.name.text
      : ts.isStringLiteralLike(node.argumentExpression)
        ? node.argumentExpression.text
        : undefined;
    return { what: "the environment", node, ...(item !== undefined && { item }) };
  }

  #isEnvironment(node: ts.Expression): boolean {
    if (ts.isIdentifier(node)) {
      const imported = this.#imports.get(node.text);
      return imported !== undefined && /^(?:node:)?process$/.test(imported.specifier) && imported.exported === "env";
    }
    if (!ts.isPropertyAccessExpression(node) || node.name.text !== "env" || !ts.isIdentifier(node.expression)) return false;
    const imported = this.#imports.get(node.expression.text);
    return imported === undefined ? this.#isGlobal(node.expression, "process") : /^(?:node:)?process$/.test(imported.specifier);
  }

  /** A name of the language or of Node, that the file gives no other meaning to. */
  #isGlobal(node: ts.Identifier, name: string): boolean {
    return node.text === name && !this.#declared.has(name);
  }
}

const watched = new Set(["fetch", "Date", "Math", "crypto", "process", "Temporal", "WebSocket", "EventSource", "XMLHttpRequest"]);

/** The watched names that a file declares itself, anywhere. */
const declaredIn = (file: ts.SourceFile): ReadonlySet<string> => {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isImportSpecifier(node) ||
      ts.isImportClause(node) ||
      ts.isNamespaceImport(node)
    ) {
      const { name } = node;
      if (name !== undefined && ts.isIdentifier(name) && watched.has(name.text)) names.add(name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
};
