import { dirname, join } from "node:path";
import * as z from "zod/mini";
import type { Inputs } from "./inputs.ts";

/** Whether a module is loaded with `import` or with `require`. */
export type ModuleFormat = "esm" | "cjs";

const PackageType = z.object({ type: z.optional(z.string()) });

/** The module format that the nearest package.json declares; `undefined` where it leaves the choice to each file. */
export function declaredFormat(path: string, inputs: Inputs): ModuleFormat | undefined {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const content = inputs.read(join(folder, "package.json"));
    if (content !== undefined) {
      switch (packageType(content)) {
        case "module":
          return "esm";
        case "commonjs":
          return "cjs";
        case undefined:
        default:
          return undefined;
      }
    }
    if (folder === dirname(folder)) return undefined;
  }
}

function packageType(content: Buffer): string | undefined {
  try {
    return PackageType.parse(JSON.parse(content.toString())).type;
  } catch {
    return undefined;
  }
}
