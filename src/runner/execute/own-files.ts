import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * Where our own programs are. Built, all modules lie side by side in one folder; in the source tree they have their rooms, so that
 * tests run the same code unbuilt.
 */
const here = fileURLToPath(import.meta.url);
const built = here.endsWith(".js");
const root = built ? dirname(here) : dirname(dirname(here));
const own = (name: string, source: string): string => join(root, built ? `${name}.js` : source);

/** Entry of a step worker. */
export const workerEntry = own("worker", "worker.ts");
/** Entry of the forked runner. */
export const runnerEntry = own("main", "main.ts");
/** Entry of the analyzer thread. */
export const analyzerEntry = own("analyzer", "compile/analyzer.ts");
/** File URL of the SDK that `stepwright` means in a bundle: the very module that the worker itself uses. */
export const sdkUrl = pathToFileURL(own("index", "index.ts")).href;
/** Absolute path of the SDK's types, for a workspace that has no such package. */
export const sdkTypes = built ? join(root, "types", "index.d.ts") : join(root, "index.ts");
