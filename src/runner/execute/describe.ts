import { unchecked, type Gap } from "../analysis/signature/gaps.ts";
import type { RunRequest } from "../model/protocol.ts";
import { ok, type Result } from "../model/result.ts";
import type { Signature } from "../model/signature.ts";
import { Program } from "./program.ts";

/** What can be said of a pipeline, or of a step that can be run alone, before it is called. */
export interface Description {
  readonly name: string;
  readonly signature: Signature;
  /** What is not checked at run time, in any step of the file. */
  readonly unchecked: readonly UncheckedValue[];
}

export interface UncheckedValue extends Gap {
  /** The step. */
  readonly step: string;
  readonly notes: readonly string[];
}

/** Loads a file and describes one pipeline of it. Its function is not called. */
export const describe = async (request: RunRequest): Promise<Result<Description>> => {
  const opened = await Program.open(request, "graph");
  if (!opened.ok) return opened;
  const program = opened.value;
  try {
    const signature = program.describe();
    if (!signature.ok) return signature;
    const steps = program.signatures.filter(({ kind }) => kind === "step");
    return ok({
      name: program.target.name,
      signature: signature.value,
      unchecked: steps.flatMap((step) =>
        unchecked(step).map((gap) => ({ step: step.identity.slice(step.identity.lastIndexOf("#") + 1), ...gap })),
      ),
    });
  } finally {
    await program.close();
  }
};
