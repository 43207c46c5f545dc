import ts from "../typescript.ts";

type ResolveLiterals = NonNullable<ts.CompilerHost["resolveModuleNameLiterals"]>;

export interface Resolver {
  readonly resolve: ResolveLiterals;
  /** Where `stepwright` was found. */
  readonly sdkPaths: ReadonlySet<string>;
}

/**
 * How imports find their types: as the configuration says; `stepwright` itself comes with us where it is not installed; and an import
 * without its file ending, which our bundler accepts, is understood here too.
 *
 * @param sdkPaths where `stepwright` was found by an earlier program, whose resolutions the compiler may take over
 */
export const createResolver = (
  host: ts.CompilerHost,
  options: ts.CompilerOptions,
  sdkTypes: string,
  sdkPaths = new Set<string>(),
): Resolver => {
  const directory = host.getCurrentDirectory();
  const canonical = (file: string): string => (host.useCaseSensitiveFileNames() ? file : file.toLowerCase());
  const cache = ts.createModuleResolutionCache(directory, canonical, options);
  const lenient: ts.CompilerOptions = { ...options, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
  const lenientCache = ts.createModuleResolutionCache(directory, canonical, lenient);

  const resolve: ResolveLiterals = (literals, containingFile, redirected, _, source) =>
    literals.map((literal) => {
      const name = literal.text;
      const mode = ts.getModeForUsageLocation(source, literal, options);
      const found = ts.resolveModuleName(name, containingFile, options, host, cache, redirected, mode);
      if (name === "stepwright") {
        const sdk = found.resolvedModule ?? {
          resolvedFileName: sdkTypes,
          extension: extensionOf(sdkTypes),
          isExternalLibraryImport: false,
        };
        sdkPaths.add(sdk.resolvedFileName);
        return { ...found, resolvedModule: sdk };
      }
      if (found.resolvedModule !== undefined || !name.startsWith(".")) return found;
      return ts.resolveModuleName(name, containingFile, lenient, host, lenientCache);
    });
  return { resolve, sdkPaths };
};

const extensionOf = (file: string): string =>
  file.endsWith(".d.ts") ? ts.Extension.Dts : file.endsWith(".d.mts") ? ts.Extension.Dmts : ts.Extension.Ts;
