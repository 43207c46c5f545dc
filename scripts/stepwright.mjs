import process from "node:process";

/**
 * `npm run stepwright -- …`: the built command line on the project's own Node. npm starts its scripts in the folder of the package, and
 * a person means the folder in which they are.
 */

process.chdir(process.env["INIT_CWD"] ?? ".");
await import(new URL("../dist/cli.js", import.meta.url).href);
