/** How processes are started on VS Code's own Node. */

/** Our settings of the process of an extension host: none of them concerns what we start. */
const foreign = /^(ELECTRON_|VSCODE_)/;

/** The environment that a process of ours or of the user gets: the one of VS Code without what is only about VS Code. */
export const cleanEnvironment = (): Record<string, string> => {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined && !foreign.test(name)) environment[name] = value;
  return environment;
};

/** What makes the program that runs this process behave as Node, if it is Electron. */
export const asNode = (): Record<string, string> => (process.versions["electron"] === undefined ? {} : { ELECTRON_RUN_AS_NODE: "1" });
