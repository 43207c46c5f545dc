import { join } from "node:path";
import type { Failure } from "../model/failure.ts";
import { didYouMean } from "../model/nearest.ts";
import type { Origin } from "../model/origin.ts";
import type { EarlierRequest, RunRequest } from "../model/protocol.ts";
import type { RunRecord } from "../model/record.ts";
import type { Replay } from "../model/replay.ts";
import { err, ok, type Result } from "../model/result.ts";
import type { Binding, Invocation } from "../model/spec.ts";
import { shown } from "../store/names.ts";
import { recordedInputs } from "../store/recorded-inputs.ts";

/**
 * What to ask of a runner so that it goes on from a run: the same pipeline with the same parameters and options.
 *
 * `SW4009` the run goes on, `SW4011` it completed and there is nothing to resume, `SW4007` it has no such step; to run a step alone:
 * `SW4010` its inputs were never made, `SW1019` no top-level binding holds it.
 *
 * @param workspace absolute path
 */
export const replayRequest = (workspace: string, record: RunRecord, replay: Replay): Result<RunRequest> => {
  if (record.status === "running" || record.status === "initializing") return err(goesOn(record));
  switch (replay.kind) {
    case "resume":
      if (record.status === "completed") return err(nothingToResume(record));
      return ok(wholePlan(workspace, record, { origin: { kind: "resume", run: record.id } }));
    case "from": {
      const found = called(record, replay.step);
      if (!found.ok) return found;
      const { inputs, textInputs } = replay;
      const origin = originOf(record, replay);
      return ok(wholePlan(workspace, record, { origin, ...(inputs && { inputs }), ...(textInputs && { textInputs }) }));
    }
    case "only": {
      const found = called(record, replay.step);
      return found.ok ? stepAlone(workspace, record, found.value, replay) : found;
    }
    default:
      return replay satisfies never;
  }
};

type OfStep = Exclude<Replay, { kind: "resume" }>;

const wholePlan = (workspace: string, record: RunRecord, earlier: EarlierRequest): RunRequest => {
  const { spec } = record;
  // A name that was given to one run is not given to another.
  const { runName: _, ...overrides } = spec.overrides ?? {};
  return {
    ...fileOf(workspace, spec.identity),
    parameters: spec.parameters,
    inputs: storedOnly(isAlone(record) ? recordedInputs(record, spec.invocations[0]?.id ?? "") : undefined),
    overrides,
    earlier,
  };
};

const stepAlone = (workspace: string, record: RunRecord, { id, identity }: Invocation, replay: OfStep): Result<RunRequest> => {
  if (identity === undefined) return err(notHeld(id));
  const recorded = recordedInputs(record, id);
  const given = new Set(changedBy(replay));
  // Inputs that are given anew need not have been there.
  if (recorded === undefined) return err(neverMade(record, id));
  const kept = Object.entries(recorded).filter(([name]) => !given.has(name));
  const values = kept.flatMap(([name, binding]) => (binding.kind === "value" ? [[name, binding.value] as const] : []));
  const { environment } = record.spec.overrides ?? {};
  return ok({
    ...fileOf(workspace, identity),
    parameters: { ...Object.fromEntries(values), ...replay.inputs },
    inputs: storedOnly(Object.fromEntries(kept)),
    ...(replay.textInputs && { textParameters: replay.textInputs }),
    overrides: environment === undefined ? {} : { environment },
    earlier: { origin: originOf(record, replay) },
  });
};

const fileOf = (workspace: string, identity: string): Pick<RunRequest, "file" | "workspace" | "target"> => ({
  file: join(workspace, identity.slice(0, identity.lastIndexOf("#"))),
  workspace,
  target: { name: identity },
});

/** A run of one step, which is recorded as a pipeline of its own. */
const isAlone = ({ spec }: RunRecord): boolean => spec.invocations.length === 1 && spec.invocations[0]?.identity === spec.identity;

const storedOnly = (inputs: Readonly<Record<string, Binding>> = {}): Record<string, Binding> =>
  Object.fromEntries(Object.entries(inputs).filter(([, { kind }]) => kind !== "value"));

const changedBy = ({ inputs = {}, textInputs = {} }: OfStep): string[] => [...Object.keys(inputs), ...Object.keys(textInputs)];

const originOf = (record: RunRecord, replay: OfStep): Origin => {
  const changed = changedBy(replay);
  return { kind: replay.kind, run: record.id, step: replay.step, ...(changed.length > 0 && { changed }) };
};

const called = (record: RunRecord, id: string): Result<Invocation> => {
  const found = record.spec.invocations.find((invocation) => invocation.id === id);
  if (found !== undefined) return ok(found);
  const steps = Object.keys(record.steps);
  return err({
    code: "SW4007",
    message: `Run ${shown(record.name)} has no step ${shown(id)}.${didYouMean(id, steps)}`,
    help: steps.length === 0 ? "The run has no steps." : `Its steps are: ${steps.join(", ")}.`,
  });
};

const goesOn = ({ name }: RunRecord): Failure => ({
  code: "SW4009",
  message: `Run ${shown(name)} goes on.`,
  help: "Wait until it has ended, or stop it where it was started.",
});

const nothingToResume = ({ id, name }: RunRecord): Failure => ({
  code: "SW4011",
  message: `Run ${shown(name)} completed: there is nothing to resume.`,
  help: `Run it anew from one of its steps with \`stepwright replay ${id} STEP\`, or all of it with \`stepwright run\`.`,
});

const neverMade = ({ id: run, name }: RunRecord, id: string): Failure => ({
  code: "SW4010",
  message: `The inputs of step ${shown(id)} were not all made in run ${shown(name)}.`,
  help: `Run it with all that it needs: stepwright replay ${run} ${id}`,
});

const notHeld = (id: string): Failure => ({
  code: "SW1019",
  message: `The step \`${id}\` is not held by a top-level binding, so it cannot be run alone.`,
  help: "Make it at the top level of its module, or run it with the steps after it: leave --only out.",
});
