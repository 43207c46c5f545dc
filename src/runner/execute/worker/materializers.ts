import type { Materializer } from "../../model/materializer.ts";
import type { LoadedModule } from "./loaded-module.ts";

/** How a stored value names the materializer that wrote it: `custom:REFERENCE/OUTPUT`. */
const prefix = "custom:";

/** The name under which a custom materializer is kept with the values that it wrote. */
export const customName = (ref: string, output: string): string => `${prefix}${ref}/${output}`;

/** The custom materializer of that name in the running bundle; undefined for a built-in one, or one that the bundle does not hold. */
export const materializerOf = (module: LoadedModule, name: string): Materializer | undefined => {
  if (!name.startsWith(prefix)) return undefined;
  const at = name.lastIndexOf("/");
  return resolveMaterializer(module, name.slice(prefix.length, at), name.slice(at + 1));
};

/** The materializer that a reference in an invocation names. */
export const resolveMaterializer = (module: LoadedModule, ref: string, output: string): Materializer | undefined => {
  const found = module.resolve(ref, (options) => ("outputs" in options ? options.outputs?.[output]?.materializer : undefined));
  return isMaterializer(found) ? found : undefined;
};

const isMaterializer = (value: unknown): value is Materializer =>
  typeof value === "object" && value !== null && "save" in value && "load" in value;
