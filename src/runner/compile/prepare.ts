import type { Failure } from "../model/failure.ts";
import { err, ok, type Result } from "../model/result.ts";
import { readPrepared, writePrepared } from "./cached.ts";
import { settle, type Prepared, type PrepareRequest } from "./prepared.ts";

export type { Prepared, PrepareRequest } from "./prepared.ts";

/**
 * Makes the bundle of a file, or finds the one of an earlier time. The bundler and the compiler are loaded only where there is
 * something to build; call it in the analyzer thread, after `readPrepared` on the main one.
 *
 * Fails with SW2001 (a file does not parse), SW2002 (no such file), SW2006 (an import cannot be resolved), SW2010 (tsconfig.json).
 */
export async function prepare(asked: PrepareRequest): Promise<Result<Prepared>> {
  const request = settle(asked);
  if (request === undefined) return err(noSuchFile(asked.entry));
  const earlier = readPrepared(request);
  if (earlier !== undefined) return ok(earlier);
  const { bundle } = await import("./bundle.ts");
  const made = await bundle(request);
  return made.ok ? ok(writePrepared(request, made.value)) : made;
}

function noSuchFile(entry: string): Failure {
  return { code: "SW2002", message: `There is no file ${entry}.`, help: "Check the path; it is relative to the current folder." };
}
