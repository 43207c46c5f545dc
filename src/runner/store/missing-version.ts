import type { Failure } from "../model/failure.ts";
import { shown } from "./names.ts";
import { nearest } from "../model/nearest.ts";

/** Names a message lists before it says how many more there are. */
const listed = 5;

/** SW4003 for a name that no artifact has. `artifacts`: the names there are. */
export function noSuchArtifact(artifact: string, artifacts: readonly string[]): Failure {
  const meant = nearest(artifact, artifacts);
  const help =
    meant !== undefined
      ? `Did you mean ${shown(meant)}?`
      : artifacts.length === 0
        ? "Nothing is stored here yet. Run a pipeline first."
        : `There are: ${list(artifacts)}.`;
  return { code: "SW4003", message: `There is no artifact ${shown(artifact)}.`, help };
}

/** SW4003 for a version that an artifact does not have. `versions`: those it has, at least one. */
export function noSuchVersion(artifact: string, version: string, versions: readonly string[]): Failure {
  const meant = /^\d+$/.test(version) ? undefined : nearest(version, versions);
  const help = meant === undefined ? `It has: ${list(versions.toReversed())}.` : `Did you mean ${shown(meant)}?`;
  return { code: "SW4003", message: `Artifact ${shown(artifact)} has no version ${shown(version)}.`, help };
}

function list(names: readonly string[]): string {
  const first = names.slice(0, listed).map(shown).join(", ");
  return names.length > listed ? `${first} and ${String(names.length - listed)} more` : first;
}
