import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { err, ok, type Result } from "../../model/result.ts";
import { buildFailure } from "../project/build-failure.ts";
import { Project } from "../project/project.ts";
import { readClosures, withPackages, writeClosures } from "./cached.ts";
import { buildClosures } from "./build.ts";
import { withPrograms } from "./programs.ts";
import type { BundledProgram, Closure, ClosureRequest } from "./closure.ts";

/**
 * The closure of each identity: its function and everything that it reaches. `identities` are all steps and pipelines that the
 * bundle registered, such as `src/a.ts#train`, `src/a.ts#steps.train`, `src/a.ts#Training.load`. With some of them left out, those
 * would count as code of their neighbours, and the answer would depend on who asks. A member of an array, object or class has the
 * closure of the whole binding.
 *
 * The record is empty where a file has changed since the bundle was made: nothing is known then of the code that runs, and nothing
 * of the run may be cached.
 */
export async function closures(
  request: ClosureRequest,
  program: BundledProgram,
  identities: readonly string[],
): Promise<Result<Record<string, Closure>>> {
  const earlier = readClosures(request, program, identities);
  if (earlier !== undefined) return ok(earlier);
  const project = new Project(realpathSync(request.workspace));
  try {
    const built = await buildClosures(project, resolve(project.workspace, program.entry), identities);
    if (!isOf(program, project)) return ok({});
    const named = new Project(project.workspace);
    const codes = await withPrograms(named, built);
    writeClosures(program, identities, { codes, named: named.inputs.record() });
    return ok(withPackages(request, codes));
  } catch (thrown) {
    return isOf(program, project) ? err(buildFailure(thrown, project.workspace)) : ok({});
  }
}

/** Whether all that was read is what the bundle was made of. */
function isOf({ files }: BundledProgram, project: Project): boolean {
  return Object.entries(project.contents).every(([name, digest]) => files[name] === digest);
}
