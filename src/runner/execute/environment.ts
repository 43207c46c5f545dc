import { withHugePages } from "./huge-pages.ts";

/** The person's own environment, without what an editor adds for itself. */
export const ownEnvironment = (kept: ReadonlySet<string> = new Set()): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(ELECTRON_|VSCODE_)/.test(name) || kept.has(name)));

/** The environment of a worker. */
export const workerEnvironment = (): NodeJS.ProcessEnv => withHugePages(ownEnvironment(keptForWorkers));

/**
 * Under the editor's debugger a worker is debugged as well, which it learns by the first. The second is set exactly where the executable
 * is Electron, which would otherwise open a window.
 */
const keptForWorkers: ReadonlySet<string> = new Set([
  "VSCODE_INSPECTOR_OPTIONS",
  ...(process.versions["electron"] === undefined ? [] : ["ELECTRON_RUN_AS_NODE"]),
]);

/** What the record of a run says of where it happened. */
export const runEnvironment = (version: string): { node: string; platform: string; stepwright: string } => ({
  node: process.versions.node,
  platform: `${process.platform}-${process.arch}`,
  stepwright: version,
});
