import type { Failure } from "../../model/failure.ts";
import { isOwnFrame } from "../../sdk/own-frames.ts";

/**
 * Node does not link a module that imports a name which the other one does not export. It says so in a `SyntaxError` whose stack begins
 * with the place as text: `FILE:LINE`, the source line, a caret. `undefined` for any other error.
 */
export const missingExport = (error: unknown): Failure | undefined => {
  if (!(error instanceof SyntaxError)) return undefined;
  const [, module, name] = /^The requested module '(.+?)' does not provide an export named '(.+?)'$/.exec(error.message) ?? [];
  if (module === undefined || name === undefined) return undefined;
  const [, file, line, text = "", indent = ""] = /^(?:file:\/\/)?(.+):(\d+)\n(.*)\n(\s*)\^/.exec(error.stack ?? "") ?? [];
  const written = /\bfrom\s*(["'])(.+?)\1/.exec(text)?.[2];
  return {
    code: "SW2006",
    message: `"${written ?? packageName(module)}" has no export \`${name}\`.`,
    help: "Check the name against what the package exports. A type is imported with `import type`.",
    ...(file !== undefined && { at: { file, line: Number(line), column: (text.includes(name) ? text.indexOf(name) : indent.length) + 1 } }),
  };
};

/** Bundles name packages by the file they resolve to. */
const packageName = (module: string): string =>
  isOwnFrame(module) ? "stepwright" : (/.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(module)?.[1] ?? module);
