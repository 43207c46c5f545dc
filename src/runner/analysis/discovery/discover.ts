import { resolve } from "node:path";
import type { PlacedDefinition } from "../../model/discovered.ts";
import { WorkspaceIndex } from "./workspace-index.ts";

/**
 * The steps and pipelines of a workspace, by reading its source: see {@link WorkspaceIndex}.
 *
 * @param workspace absolute path
 * @param files absolute paths of those to answer for; all where left out
 */
export const discover = async (workspace: string, files?: readonly string[]): Promise<PlacedDefinition[]> => {
  const index = await WorkspaceIndex.open(workspace);
  const asked = files && new Set(files.map((file) => resolve(file)));
  return index
    .snapshot()
    .filter(({ file }) => asked?.has(resolve(workspace, file)) ?? true)
    .flatMap(({ definitions }) => definitions);
};
