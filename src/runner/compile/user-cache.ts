import envPaths from "env-paths";

/**
 * The user's cache folder for this product: `$STEPWRIGHT_CACHE_DIR` where it is set, else what the system names for it
 * (`$XDG_CACHE_HOME/stepwright` and its equals). Bundles and analysis results are code, so they live here and never in a
 * workspace, where a clone could bring them along.
 */
export function userCache(): string {
  const given = process.env["STEPWRIGHT_CACHE_DIR"];
  return given ?? envPaths("stepwright", { suffix: "" }).cache;
}
