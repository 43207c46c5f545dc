import { ok } from "../../model/result.ts";
import { printJson, type CommandResult, type Context } from "../context.ts";
import { exitStatus } from "../exit.ts";
import { readStore } from "../reading.ts";
import { table } from "../tables.ts";
import { oneLine } from "../text/printable.ts";
import { age } from "../text/units.ts";

/** Lists the artifacts of the workspace by name. */
export async function artifactsCommand(context: Context): Promise<CommandResult> {
  const artifacts = await readStore(
    context,
    async ({ reader }) => ok(await reader.listArtifacts()),
    () => ok([]),
  );
  if (!artifacts.ok) return artifacts;
  if (context.json) {
    printJson(context, artifacts.value);
  } else if (artifacts.value.length === 0) {
    context.stderr.line("No artifacts. `stepwright run FILE` makes some.");
  } else {
    const now = Date.now();
    const rows = artifacts.value.map((artifact) => [
      oneLine(artifact.name),
      oneLine(artifact.latest),
      String(artifact.versions),
      oneLine(artifact.type),
      age(Date.parse(artifact.createdAt), now),
    ]);
    context.stdout.line(table(["artifact", "latest", "versions", "type", "made"], rows, context.stdout));
  }
  return ok(exitStatus.completed);
}
