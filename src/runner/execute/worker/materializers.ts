import type { Materializer } from "../../model/materializer.ts";
import { customParts } from "../custom-materializer.ts";
import type { LoadedModule } from "./loaded-module.ts";

/** The custom materializer of that name in the running bundle; undefined for a built-in one, or one that the bundle does not hold. */
export const materializerOf = (module: LoadedModule, name: string): Materializer | undefined => {
  const parts = customParts(name);
  return parts && resolveMaterializer(module, parts.ref, parts.output);
};

/** The materializer that a reference in an invocation names. */
export const resolveMaterializer = (module: LoadedModule, ref: string, output: string): Materializer | undefined => {
  const found = module.resolve(ref, (options) => ("outputs" in options ? options.outputs?.[output]?.materializer : undefined));
  return isMaterializer(found) ? found : undefined;
};

/** Whether a value is what `materializer({ … })` returned, or looks just like it. */
export const isMaterializer = (value: unknown): value is Materializer =>
  typeof value === "object" && value !== null && "save" in value && "load" in value;
