/** The environment of a worker: the person's own, without what an editor adds for itself. */
export const workerEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(ELECTRON_|VSCODE_)/.test(name) || name === keptForElectron));

/** Set exactly where the executable is Electron, which would otherwise open a window. */
const keptForElectron = process.versions["electron"] === undefined ? "" : "ELECTRON_RUN_AS_NODE";

/** What the record of a run says of where it happened. */
export const runEnvironment = (version: string): { node: string; platform: string; stepwright: string } => ({
  node: process.versions.node,
  platform: `${process.platform}-${process.arch}`,
  stepwright: version,
});
