import type { Failure } from "../../model/failure.ts";
import type { RunRecord } from "../../model/record.ts";
import { err, type Result } from "../../model/result.ts";
import { shown } from "../names.ts";
import { didYouMean } from "../../model/nearest.ts";
import { isRunId } from "../paths.ts";
import { findRunByName } from "../run-names.ts";
import type { Store } from "../store.ts";
import { listRuns, runsBeginningWith } from "./runs.ts";
import { readRun } from "./read-run.ts";
import type { View } from "./view.ts";

/**
 * The record of the run that `reference` means: its id, its name, or a beginning of either that no other run has. Ids and names are
 * found by their files, and only a beginning needs the database.
 */
export async function findRun(store: Store, view: Pick<View, "database">, reference: string): Promise<Result<RunRecord>> {
  const id = isRunId(reference) ? reference : findRunByName(store, reference);
  const exact = id === undefined ? undefined : readRun(store, id);
  if (exact !== undefined) return exact;

  const several = 4;
  const db = await view.database();
  const candidates = reference === "" ? [] : runsBeginningWith(db, reference, several);
  // A name without its file still counts whole, before names that only begin with it.
  const found = candidates.find((run) => run.name === reference) ?? (candidates.length === 1 ? candidates[0] : undefined);
  if (found !== undefined) return readRun(store, found.id) ?? err(recordGone(found.id));
  if (candidates.length > 1)
    return err(
      ambiguous(
        reference,
        candidates.map((run) => run.name),
      ),
    );
  return err(
    unknownRun(
      reference,
      listRuns(db, { limit: 1000 }).map((run) => run.name),
    ),
  );
}

function unknownRun(reference: string, names: readonly string[]): Failure {
  const help = `List the runs with \`stepwright runs\`.${didYouMean(reference, names)}`;
  return { code: "SW4004", message: `There is no run ${shown(reference)}.`, help };
}

function ambiguous(reference: string, names: readonly string[]): Failure {
  return {
    code: "SW4004",
    message: `Several runs begin with ${shown(reference)}: ${names.join(", ")}.`,
    help: "Give more of the id or of the name.",
  };
}

function recordGone(id: string): Failure {
  return {
    code: "SW4004",
    message: `The record of run ${id} was deleted.`,
    help: "Bring the list of runs up to date with `stepwright db sync`.",
  };
}
