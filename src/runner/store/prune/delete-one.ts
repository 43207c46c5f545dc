import type { ArtifactVersion } from "../../model/artifact.ts";
import { err, ok, type Result } from "../../model/result.ts";
import { versionKey } from "../inventory/version-files.ts";
import { shown } from "../names.ts";
import type { Store } from "../store.ts";
import { deleteChosen, type PruneReport } from "./prune.ts";
import { withVersions } from "./rules.ts";

/** Deletes a run by its id, with the versions that it made and no other run has to do with. SW4009 for one that goes on. */
export function deleteRun(store: Store, id: string): Promise<Result<PruneReport>> {
  return deleteChosen(store, (survey) => {
    const run = survey.runs.find((each) => each.id === id);
    if (run === undefined) {
      const message = `Run ${shown(id)} is gone.`;
      return err({ code: "SW4004", message, help: "List the runs with `stepwright runs`." });
    }
    if (run.isLive) {
      const message = `Run ${shown(run.name)} goes on.`;
      return err({ code: "SW4009", message, help: "Cancel it, or wait until it has ended." });
    }
    return ok(withVersions(survey, [run]));
  });
}

/** Deletes one version. Its number or name stays used up. SW4009 where a run that goes on has to do with it. */
export function deleteVersion(store: Store, { artifact, version }: ArtifactVersion): Promise<Result<PruneReport>> {
  const key = versionKey({ artifact, version });
  return deleteChosen(store, (survey) => {
    const user = survey.runs.find((run) => run.isLive && run.versions.has(key));
    if (user === undefined) return ok({ runs: [], versions: survey.versions.filter((each) => versionKey(each) === key) });
    const message = `Version ${shown(version)} of artifact ${shown(artifact)} is used by run ${shown(user.name)}, which goes on.`;
    return err({ code: "SW4009", message, help: "Cancel the run, or wait until it has ended." });
  });
}
