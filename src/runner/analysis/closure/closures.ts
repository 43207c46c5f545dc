import { buildFailure } from "../../compile/build-failure.ts";
import { readPrepared } from "../../compile/cached.ts";
import { settle, type Prepared, type PrepareRequest } from "../../compile/prepared.ts";
import { err, ok, type Result } from "../../model/result.ts";
import { readClosures, withPackages, writeClosures } from "./cached.ts";
import type { Closure } from "./closure.ts";

export type { Closure } from "./closure.ts";

/**
 * The closure of each identity: its function and everything that it reaches. `identities` are all steps and pipelines that the
 * bundle registered, such as `src/a.ts#train`, `src/a.ts#steps.train`, `src/a.ts#Training.load`. With some of them left out, those
 * would count as code of their neighbours, and the answer would depend on who asks. A member of an array, object or class has the
 * closure of the whole binding.
 *
 * The record is empty where a file has changed since the bundle was made: nothing is known then of the code that runs, and nothing
 * of the run may be cached.
 */
export async function closures(asked: PrepareRequest, prepared: Prepared, identities: readonly string[]): Promise<Result<Record<string, Closure>>> {
  const earlier = readClosures(asked, prepared, identities);
  if (earlier !== undefined) return ok(earlier);
  const request = settle(asked);
  if (request === undefined) return ok({});
  const { buildClosures } = await import("./build.ts");
  try {
    const codes = await buildClosures(request, identities);
    if (!isCurrent(request, prepared)) return ok({});
    writeClosures(prepared, identities, codes);
    return ok(withPackages(request, codes));
  } catch (thrown) {
    return isCurrent(request, prepared) ? err(buildFailure(thrown, request.workspace)) : ok({});
  }
}

function isCurrent(request: PrepareRequest, prepared: Prepared): boolean {
  return readPrepared(request)?.hash === prepared.hash;
}
