import type { RunRecord } from "../model/record.ts";
import { err, ok, type Result } from "../model/result.ts";
import { newestRun } from "../store/queries/newest-run.ts";
import { openReader, type Reader } from "../store/queries/reader.ts";
import type { Store } from "../store/store.ts";
import type { Context } from "./context.ts";
import { failureText } from "./failure-text.ts";
import { storeOf } from "./workspace.ts";

/** What a question is asked of: the reader, and where the files are. */
export interface Open {
  readonly reader: Reader;
  readonly store: Store;
}

/**
 * Asks the store of the workspace one question, and says on `stderr` what the person should know about the answer.
 * @param nothing The answer where nothing was ever run in the workspace.
 */
export async function readStore<T>(
  context: Context,
  question: (open: Open) => Result<T> | Promise<Result<T>>,
  nothing: (workspace: string) => Result<T>,
): Promise<Result<T>> {
  const found = storeOf(context);
  if (!found.ok) return found;
  const { store, workspace } = found.value;
  if (store === undefined) return nothing(workspace);
  const reader = openReader(store);
  try {
    const answer = await question({ reader, store });
    const places = { cwd: context.cwd, workspace };
    for (const note of reader.notes) context.stderr.line(failureText(note, places, context.stderr.colors));
    return answer;
  } finally {
    reader.close();
  }
}

/** The run that a person means: an id, a name, the beginning of one, or `last` for the newest. */
export async function findRun({ reader, store }: Open, reference: string): Promise<Result<RunRecord>> {
  if (reference !== "last") return reader.getRun(reference);
  // The database is the last resort, as reading it takes longer than all else.
  const last = newestRun(store);
  if (last !== undefined) return ok(last);
  const [newest] = await reader.listRuns({ limit: 1 });
  return newest === undefined ? noRuns(store.workspace) : reader.getRun(newest.id);
}

/** SW4004 where there is no run at all. */
export function noRuns(workspace: string): Result<never> {
  return err({
    code: "SW4004",
    message: `Nothing has been run in \`${workspace}\`.`,
    help: "Run a pipeline with `stepwright run FILE`, or say with `--workspace` where the runs are.",
  });
}
