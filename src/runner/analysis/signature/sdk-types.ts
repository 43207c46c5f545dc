import ts from "../typescript.ts";

/** Names that authors import and that mean something to the analysis. */
type SdkTypeName = "Annotated" | "Unmaterialized" | "ArtifactRef" | "Artifact";

/** The marks in the types of `stepwright`: properties under a unique symbol. */
type Mark = "outputName" | "outputsTag";

/** Recognises the types of `stepwright`, however they were imported or aliased. */
export interface SdkTypes {
  /** True where a name in the source means this type. */
  readonly isNamed: (symbol: ts.Symbol | undefined, name: SdkTypeName) => boolean;
  /** The property that a mark leaves on a type. */
  readonly mark: (type: ts.Type, mark: Mark) => ts.Symbol | undefined;
  /** True where the symbol is declared in the types of `stepwright`. */
  readonly declares: (symbol: ts.Symbol | undefined) => boolean;
}

/** @param files what `stepwright` resolved to in the program */
export const sdkTypes = (checker: ts.TypeChecker, files: readonly ts.SourceFile[]): SdkTypes => {
  const exported = new Map<ts.Symbol, string>();
  const declaring = new Set<ts.SourceFile>();
  for (const file of files) {
    const module = checker.getSymbolAtLocation(file);
    for (const symbol of module === undefined ? [] : checker.getExportsOfModule(module)) {
      const original = resolveAlias(checker, symbol);
      exported.set(original, symbol.name);
      for (const declaration of original.declarations ?? []) declaring.add(declaration.getSourceFile());
    }
  }
  const declares = (symbol: ts.Symbol | undefined): boolean =>
    symbol?.declarations?.some((declaration) => declaring.has(declaration.getSourceFile())) ?? false;
  return {
    isNamed: (symbol, name) => symbol !== undefined && exported.get(resolveAlias(checker, symbol)) === name,
    declares,
    mark: (type, mark) => type.getProperties().find((property) => isMark(property, mark) && declares(property)),
  };
};

/** The compiler names a property under a unique symbol `__@` + the symbol's name + `@` + a number. */
const isMark = (property: ts.Symbol, mark: Mark): boolean => property.escapedName.toString().startsWith(`__@${mark}@`);

/** What an import, an export or a re-export stands for. */
export const resolveAlias = (checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
