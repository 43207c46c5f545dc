import { dirname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

// Built, all our modules lie side by side in one folder, and source maps lead from there to the sources: a frame may name either.
const here = fileURLToPath(import.meta.url);
const ownFolders = here.endsWith(".js") ? [dirname(here), join(dirname(dirname(here)), "src", "runner")] : [dirname(dirname(here))];

/** Whether a line of a stack names a file of ours. */
export const isOwnFrame = (line: string): boolean =>
  ownFolders.some((folder) => line.includes(folder + sep) || line.includes(pathToFileURL(folder + sep).href));

/**
 * A stack as the author of the code that called us wants to see it: without our frames and those inside of Node. An error that gets it as its
 * own `stack` is shown without a line of ours as well, when nobody catches it.
 */
export const withoutOwnFrames = (stack: string): string =>
  stack
    .split("\n")
    .filter((line) => !/^\s+at /.test(line) || !(isOwnFrame(line) || /node:(?:internal|events)|\(<anonymous>\)/.test(line)))
    .join("\n");
