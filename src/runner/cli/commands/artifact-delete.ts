import { err, ok } from "../../model/result.ts";
import { deleteVersion } from "../../store/prune/delete-one.ts";
import { printJson, type CommandResult, type Context } from "../context.ts";
import { exitStatus } from "../exit.ts";
import { pruneText } from "../prune-text.ts";
import { noRuns, readStore } from "../reading.ts";
import { openStoreOf } from "../workspace.ts";
import { findVersion } from "./artifact-show.ts";

/** Deletes one version of an artifact. It must be named: a version that was the latest a moment ago is deleted by nobody. */
export async function artifactDeleteCommand(context: Context, reference: string): Promise<CommandResult> {
  const place = openStoreOf(context);
  if (!place.ok) return place;
  const found = await readStore(context, ({ reader }) => findVersion(reader, reference), noRuns);
  if (!found.ok) return found;
  const { store } = place.value;
  const { artifact, version } = found.value;
  if (reference !== `${artifact}@${version}` || store === undefined) {
    const message = `\`${reference}\` does not say which version.`;
    return err({ code: "SW5003", message, help: `The latest one is \`${artifact}@${version}\`.` });
  }
  const report = await deleteVersion(store, found.value);
  if (!report.ok) return report;
  if (context.json) printJson(context, report.value);
  else context.stdout.line(pruneText(report.value, true));
  return ok(exitStatus.completed);
}
