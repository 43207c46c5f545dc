import { relative, sep } from "node:path";

/** The name of a file in identities, records and messages: relative to the workspace, with `/` on every system. */
export function fileName(workspace: string, path: string): string {
  const name = relative(workspace, path);
  return sep === "/" ? name : name.split(sep).join("/");
}
