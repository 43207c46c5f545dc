import { ok } from "../../model/result.ts";
import { isKnown, trustStore } from "../../store/trust.ts";
import { printJson, type CommandResult, type Context } from "../context.ts";
import { exitStatus } from "../exit.ts";
import { noRuns } from "../reading.ts";
import { openStoreOf } from "../workspace.ts";

/** Accepts a store that was made elsewhere: from then on its results answer for steps, and its objects are rebuilt. */
export async function trustCommand(context: Context): Promise<CommandResult> {
  const found = openStoreOf(context);
  if (!found.ok) return found;
  const { store, workspace } = found.value;
  if (store === undefined) return noRuns(workspace);
  const before = isKnown(store);
  const accepted = trustStore(store);
  if (!accepted.ok) return accepted;
  if (context.json) printJson(context, { store: store.root, before });
  else context.stdout.line(`${store.root} ${before ? "was trusted already" : "is trusted now: its results may be used again"}.`);
  return ok(exitStatus.completed);
}
