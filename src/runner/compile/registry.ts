/**
 * How a bundle tells the process that loads it what its files hold. The loader appends one statement to each file:
 *
 * ```js
 * ;globalThis[Symbol.for("stepwright.registry")]?.(
 *   "src/train.ts",
 *   [["train", () => train], ["default", () => defaultExport]],          // top-level bindings
 *   [["ml-knn", () => import("file:///…/ml-knn/index.js")]],             // imported packages
 * );
 * ```
 *
 * Everything is behind a function of its own, so that a binding that is not initialized yet, a `let` that changes later or a package
 * that is not needed costs nothing while the module loads and cannot break it. Where nobody listens the statement does nothing.
 */
const registryName = "stepwright.registry";

/** A top-level binding and its value after the module has loaded. */
export interface RegisteredBinding {
  /** Relative to the workspace, with `/`. */
  readonly file: string;
  readonly binding: string;
  readonly value: unknown;
}

/** What the bundles loaded by this process hold. */
export interface Registry {
  /** All top-level bindings, in the order of the files' evaluation and of the source. One whose value cannot be read is left out. */
  entries(): RegisteredBinding[];
  /**
   * What an installed package exports under a name, as the file imports it. Loads the package where that has not happened.
   * `undefined` where the file imports no such package, or the package cannot be loaded or has no such export.
   */
  packageExport(file: string, specifier: string, name: string): Promise<unknown>;
}

type Thunk = () => unknown;
type Thunks = readonly (readonly [string, Thunk])[];

/** Starts to listen; call it before a bundle is loaded. A later registry takes over from an earlier one. */
export function createRegistry(): Registry {
  const bindings: { readonly file: string; readonly binding: string; readonly read: Thunk }[] = [];
  const packages = new Map<string, Thunk>();
  const register = (file: string, found: Thunks, imported: Thunks): void => {
    for (const [binding, read] of found) bindings.push({ file, binding, read });
    for (const [specifier, load] of imported) packages.set(`${file}\n${specifier}`, load);
  };
  Object.defineProperty(globalThis, Symbol.for(registryName), { value: register, configurable: true, writable: true });
  return {
    entries: () =>
      bindings.flatMap(({ file, binding, read }) => {
        try {
          return [{ file, binding, value: read() }];
        } catch {
          return [];
        }
      }),
    packageExport: async (file, specifier, name) => {
      try {
        const module: unknown = await packages.get(`${file}\n${specifier}`)?.();
        return exportOf(module, name);
      } catch {
        return undefined;
      }
    },
  };
}

/** A CommonJS package seen through `import()` has all that it exports under `default`, and some of it by name. */
function exportOf(module: unknown, name: string): unknown {
  if (!isObject(module)) return undefined;
  if (name in module) return Reflect.get(module, name);
  const inner: unknown = Reflect.get(module, "default");
  // `module.exports = Model` is the default export of its package.
  if (inner === undefined) return name === "default" ? module : undefined;
  return isObject(inner) ? Reflect.get(inner, name) : undefined;
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** A binding or package as it stands in the source: a name, and the expression that yields it. */
export interface RegisteredSource {
  readonly name: string;
  readonly expression: string;
}

/** The statement that the loader appends to a file; empty where the file has nothing to tell. */
export function registration(file: string, bindings: readonly RegisteredSource[], packages: readonly RegisteredSource[]): string {
  if (bindings.length === 0 && packages.length === 0) return "";
  const list = (sources: readonly RegisteredSource[]): string =>
    `[${sources.map(({ name, expression }) => `[${JSON.stringify(name)}, () => ${expression}]`).join(", ")}]`;
  return `;globalThis[Symbol.for(${JSON.stringify(registryName)})]?.(${JSON.stringify(file)}, ${list(bindings)}, ${list(packages)});`;
}
