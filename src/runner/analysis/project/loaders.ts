import { extname } from "node:path";
import type { Loader } from "esbuild";

/** How a local file is read. `undefined` where nothing says what it is. */
export function loaderOf(path: string, attributes: Readonly<Record<string, string>>): Loader | undefined {
  switch (attributes["type"]) {
    case "text":
      return "text";
    case "bytes":
      return "binary";
    case "json":
      return "json";
    case undefined:
    default:
      return byExtension(extname(path));
  }
}

/** Whether the file is code, which registers what it holds. */
export function isCode(loader: Loader): boolean {
  return loader === "ts" || loader === "tsx" || loader === "js" || loader === "jsx";
}

function byExtension(extension: string): Loader | undefined {
  switch (extension) {
    case ".ts":
    case ".mts":
    case ".cts":
      return "ts";
    case ".tsx":
      return "tsx";
    // JSX in a `.js` file is common, and takes nothing away from files without it.
    case ".js":
    case ".mjs":
    case ".cjs":
    case ".jsx":
      return "jsx";
    case ".json":
      return "json";
    case ".txt":
      return "text";
    default:
      return undefined;
  }
}
