import type { ResultPlace } from "../analysis/result-at.ts";
import type { RunRecord, StepRecord } from "../model/record.ts";
import type { OutputFacts, ValueFacts } from "../model/service.ts";
import type { Invocation } from "../model/spec.ts";
import { outputsOf } from "../store/graph-of-spec.ts";
import { milliseconds } from "./run-view.ts";

/**
 * The result that a place in a source stands for, in one run; undefined where the run has none. A call is found by its place among the
 * calls of the same name, so that a few edits since the run do no harm.
 *
 * @param file of the place, relative to the workspace
 */
export const valueIn = (record: RunRecord, file: string, place: ResultPlace): ValueFacts | undefined => {
  const invocation = place.kind === "definition" ? ofDefinition(record, `${file}#${place.binding}`) : ofCall(record, file, place)[0];
  if (invocation === undefined) return undefined;
  const step = record.steps[invocation.id];
  if (step === undefined || step.status === "pending" || step.status === "skipped") return undefined;
  const output = place.kind === "call" && place.output !== undefined ? outputName(invocation, place.output) : undefined;
  const outputs = Object.entries(step.outputs).filter(([name]) => output === undefined || name === output);
  return {
    title: output === undefined ? invocation.id : `${invocation.id}.${output}`,
    step: invocation.step,
    invocation: invocation.id,
    status: step.status,
    run: summaryOf(record),
    ...durationOf(step),
    outputs: outputs.map(([name, value]): OutputFacts => ({ output: name, createdAt: madeAt(record, step), ...value })),
    ...(step.error && { error: step.error }),
  };
};

/** The invocations that a call became: one, or one for each turn of a loop. */
export const ofCall = (record: RunRecord, file: string, place: ResultPlace & { readonly kind: "call" }): Invocation[] => {
  const here = record.spec.invocations.filter(({ at }) => at === undefined || at.file === file);
  const exact = here.filter((each) => each.at?.line === place.line && isOf(each, place.callee));
  if (exact.length > 0) return exact;
  const same = here.filter((each) => isOf(each, place.callee));
  const lines = [...new Set(same.map(({ at }) => at?.line))];
  if (lines.length > 1) return same.filter(({ at }) => at?.line === lines[place.nth]);
  const one = same[place.nth] ?? same[0];
  return one === undefined ? [] : [one];
};

/** Whether the binding that holds the step has this name. Imports may call it otherwise: then its place says which it is. */
const isOf = ({ identity, step }: Invocation, callee: string): boolean =>
  step === callee || (identity !== undefined && (identity.slice(identity.lastIndexOf("#") + 1).split(".").at(-1) ?? "") === callee);

/** The last invocation of a step that has a result. */
const ofDefinition = (record: RunRecord, identity: string): Invocation | undefined => {
  const all = record.spec.invocations.filter((invocation) => invocation.identity === identity);
  return all.findLast(({ id }) => Object.keys(record.steps[id]?.outputs ?? {}).length > 0) ?? all.at(-1);
};

const outputName = (invocation: Invocation, output: string | number): string | undefined =>
  typeof output === "string" ? output : outputsOf(invocation.outputs)[output]?.name;

const summaryOf = ({ id, name, pipeline, status, startedAt, endedAt }: RunRecord): ValueFacts["run"] => ({
  id,
  name,
  pipeline,
  status,
  startedAt,
  ...(endedAt !== undefined && { endedAt }),
});

const durationOf = ({ startedAt, endedAt }: StepRecord): { duration?: number } =>
  startedAt === undefined || endedAt === undefined ? {} : { duration: milliseconds(endedAt) - milliseconds(startedAt) };

const madeAt = (record: RunRecord, step: StepRecord): number => milliseconds(step.endedAt ?? step.startedAt ?? record.startedAt);
