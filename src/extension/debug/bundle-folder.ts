import envPaths from "env-paths";

/**
 * The folder that holds the bundles of runs, whose source maps lead to the sources: the user's cache folder, which editor and command line
 * share.
 */
export const bundleFolder = (): string => process.env["STEPWRIGHT_CACHE_DIR"] ?? envPaths("stepwright", { suffix: "" }).cache;
