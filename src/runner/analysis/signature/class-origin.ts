import { relativePath } from "../place.ts";
import type { ClassOrigin } from "../../model/signature.ts";
import ts from "../typescript.ts";
import { packageFolder } from "./package-folder.ts";
import { resolveAlias, type SdkTypes } from "./sdk-types.ts";

/** Finds where the class of a type comes from. */
export interface ClassOrigins {
  /** @param from the file that uses the type: its own imports are looked at first */
  readonly of: (type: ts.Type, from: ts.SourceFile) => ClassOrigin | undefined;
}

export const classOrigins = (program: ts.Program, workspace: string, sdk: SdkTypes): ClassOrigins => {
  const checker = program.getTypeChecker();
  const exportsByFile = new Map<ts.SourceFile, Map<ts.Symbol, PackageExport>>();
  const packageExports = (file: ts.SourceFile): Map<ts.Symbol, PackageExport> => {
    const known = exportsByFile.get(file) ?? readPackageExports(checker, file);
    exportsByFile.set(file, known);
    return known;
  };

  return {
    of: (type, from) => {
      const symbol = classSymbol(checker, type, sdk);
      const declaration = symbol?.declarations?.find(ts.isClassLike);
      if (symbol === undefined || declaration === undefined) return undefined;
      const home = declaration.getSourceFile();
      if (!home.isDeclarationFile) return localOrigin(declaration, relativePath(workspace, home.fileName));
      for (const file of [from, ...program.getSourceFiles()]) {
        if (file.isDeclarationFile || packageFolder(file.fileName) !== undefined) continue;
        const found = packageExports(file).get(symbol);
        if (found !== undefined)
          return { kind: "package", name: declaration.name?.text ?? symbol.name, file: relativePath(workspace, file.fileName), ...found };
      }
      return undefined;
    },
  };
};

/** The class that a type is an instance of, `null`, `undefined` and the mark of `Annotated` aside. */
const classSymbol = (checker: ts.TypeChecker, type: ts.Type, sdk: SdkTypes): ts.Symbol | undefined => {
  const present = checker.getNonNullableType(type);
  const members = present.isIntersection() ? present.types.filter((member) => sdk.mark(member, "outputName") === undefined) : [present];
  const [only] = members;
  return only !== undefined && members.length === 1 && only.isClass() ? only.symbol : instanceSymbol(only);
};

/** A reference such as `Model<number>` is not a class type itself; its symbol is. */
const instanceSymbol = (type: ts.Type | undefined): ts.Symbol | undefined => {
  const symbol = type?.getSymbol();
  return type !== undefined && symbol !== undefined && symbol.flags & ts.SymbolFlags.Class && !isConstructor(type) ? symbol : undefined;
};

/** `typeof Model` has the same symbol as `Model`, and a `prototype`. */
const isConstructor = (type: ts.Type): boolean => type.getConstructSignatures().length > 0;

/** Only a top-level class can be found again by its name. */
const localOrigin = (declaration: ts.ClassLikeDeclaration, file: string): ClassOrigin | undefined => {
  const holder = ts.isClassExpression(declaration) ? declaration.parent : declaration;
  const topLevel = ts.isVariableDeclaration(holder) ? ts.isSourceFile(holder.parent.parent.parent) : ts.isSourceFile(holder.parent);
  if (!topLevel) return undefined;
  const binding = ts.isVariableDeclaration(holder) ? holder.name : declaration.name;
  const name = binding === undefined ? "default" : ts.isIdentifier(binding) ? binding.text : undefined;
  return name === undefined ? undefined : { kind: "local", name: declaration.name?.text ?? name, identity: `${file}#${name}` };
};

interface PackageExport {
  readonly specifier: string;
  readonly export: string;
}

/** Everything that the packages imported by a file export, by what it stands for. */
const readPackageExports = (checker: ts.TypeChecker, file: ts.SourceFile): Map<ts.Symbol, PackageExport> => {
  const found = new Map<ts.Symbol, PackageExport>();
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const specifier = statement.moduleSpecifier.text;
    if (specifier.startsWith(".") || specifier === "stepwright") continue;
    const module = checker.getSymbolAtLocation(statement.moduleSpecifier);
    for (const symbol of module === undefined ? [] : checker.getExportsOfModule(module)) {
      const original = resolveAlias(checker, symbol);
      if (original.flags & ts.SymbolFlags.Class && !found.has(original)) found.set(original, { specifier, export: symbol.name });
    }
    // `export =` is the whole module: what a default import gives.
    const whole = module?.exports?.get(ts.InternalSymbolName.ExportEquals);
    if (whole !== undefined) found.set(resolveAlias(checker, whole), { specifier, export: "default" });
  }
  return found;
};
