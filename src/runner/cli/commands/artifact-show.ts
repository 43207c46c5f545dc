import { join, relative, sep } from "node:path";
import type { ArtifactVersion } from "../../model/artifact.ts";
import type { Json } from "../../model/json.ts";
import { err, ok, type Result } from "../../model/result.ts";
import { TaggedText } from "../../model/values.ts";
import { objectPath } from "../../store/objects.ts";
import type { Reader } from "../../store/queries/reader.ts";
import type { Store } from "../../store/store.ts";
import { artifactText } from "../artifact-text.ts";
import { printJson, type CommandResult, type Context } from "../context.ts";
import { exitStatus } from "../exit.ts";
import { failureText } from "../failure-text.ts";
import { jsonArtifact } from "../json.ts";
import { readStore } from "../reading.ts";

/** Larger values are in the files; a line of output is no place for them. Bytes as stored. */
const mostValueBytes = 16_384;

/** How values that are JSON are stored. */
const jsonMaterializers: readonly string[] = ["json", "text", "class"];

/** Shows one version of an artifact: where it came from, its files, its preview. */
export async function artifactShowCommand(context: Context, reference: string): Promise<CommandResult> {
  const shown = await readStore(
    context,
    ({ reader, store }) => {
      const version = findVersion(reader, reference);
      return version.ok ? ok({ version: version.value, store }) : version;
    },
    (workspace) =>
      err({
        code: "SW4003",
        message: `There is no artifact \`${reference}\`: nothing has been run in \`${workspace}\`.`,
        help: "Run a pipeline with `stepwright run FILE`, or say with `--workspace` where the artifacts are.",
      }),
  );
  if (!shown.ok) return shown;
  const { version, store } = shown.value;
  const files = filesOf(version, store);
  if (context.json) printJson(context, jsonArtifact(version, files, await smallValue(context, version, store)));
  else context.stdout.line(artifactText(version, { files, workspace: store.workspace, cwd: context.cwd }, context.stdout));
  return ok(exitStatus.completed);
}

/** `NAME` or `NAME@VERSION`. A name may hold an `@` itself, so what is no version of something is tried as a name. */
export function findVersion(reader: Pick<Reader, "getArtifact">, reference: string): Result<ArtifactVersion> {
  const at = reference.lastIndexOf("@");
  if (at < 1 || at === reference.length - 1) return reader.getArtifact(reference);
  const version = reader.getArtifact(reference.slice(0, at), reference.slice(at + 1));
  if (version.ok || version.error.code !== "SW4003") return version;
  const whole = reader.getArtifact(reference);
  return whole.ok ? whole : version;
}

/** Where the content is, relative to the workspace and with `/`. */
function filesOf(version: ArtifactVersion, store: Store): string[] {
  const path = relative(store.workspace, objectPath(store, version.content));
  const paths = version.content.files?.map((file) => join(path, file)) ?? [path];
  return paths.map((each) => each.replaceAll(sep, "/"));
}

/** The value where it is JSON and small. Damage is said on `stderr`; what the manifest knows is still shown. */
async function smallValue(context: Context, version: ArtifactVersion, store: Store): Promise<Json | undefined> {
  if (!jsonMaterializers.includes(version.materializer) || version.content.bytes > mostValueBytes) return undefined;
  const { load } = await import("../../store/materialize/index.ts");
  const loaded = await load(store, version, {});
  if (!loaded.ok) {
    context.stderr.line(failureText(loaded.error, { cwd: context.cwd, workspace: store.workspace }, context.stderr.colors));
    return undefined;
  }
  // What these materializers load is what `JSON.parse` gave or a text, except for texts that carry their language.
  return TaggedText.is(loaded.value) ? undefined : (loaded.value as Json);
}
