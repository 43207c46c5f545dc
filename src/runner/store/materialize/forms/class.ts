import type { LoadableClass } from "../../../model/materializer.ts";
import { ok, type Result } from "../../../model/result.ts";
import { cannotLoad, cannotStore, refuse, thrownMessage } from "../failures.ts";
import { className, loader, type WithJson } from "../tagged/kinds.ts";
import { lower } from "../tagged/lower.ts";
import { survey } from "../tagged/survey.ts";
import type { Source, Target, Written } from "../written.ts";
import { loadTagged, writeTagged } from "./tagged.ts";

/** An instance of a class that `isLoadable`: the JSON that it writes itself. `label` is the class's identity where it is known. */
export function saveInstance(target: Target, instance: WithJson, label: string | undefined): Result<Written> {
  const name = className(instance);
  const json = asked(instance);
  if (!json.ok) return cannotStore(target.output, `\`toJSON()\` of \`${name}\` threw: ${json.error}`, "Fix the method and run again.");
  const found = survey(json.value, target.output);
  if (found.refusal !== undefined) return refuse(target.output, found.refusal);
  const written = writeTagged(target, "class", json.value, found);
  return written.ok ? ok({ ...written.value, className: label ?? name, shown: json.value }) : written;
}

function asked(instance: WithJson): Result<unknown, string> {
  try {
    return ok(lower(instance));
  } catch (error) {
    return { ok: false, error: thrownMessage(error) };
  }
}

/** The instance where the reading code names the class; else what `toJSON()` gave. The label in the manifest decides nothing. */
export function loadInstance(source: Source, type: LoadableClass | undefined): Result<unknown> {
  const json = loadTagged(source);
  if (!json.ok || type === undefined) return json;
  const load = loader(type);
  if (load === undefined) return cannotLoad(`\`${type.name}\` has no static \`fromJSON()\`.`, `Add \`fromJSON()\` to \`${type.name}\`.`);
  try {
    return ok(load(json.value));
  } catch (error) {
    const reason = `\`${type.name}\` could not be rebuilt from its JSON: ${thrownMessage(error)}`;
    return cannotLoad(reason, "Run the step that made it again, or let the class read what its earlier version wrote.");
  }
}
