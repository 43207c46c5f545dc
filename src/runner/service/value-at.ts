import type { PipelinePlaces } from "../model/places.ts";
import type { FileRange } from "../model/range.ts";
import type { Location } from "../model/location.ts";
import type { RunRecord, StepRecord } from "../model/record.ts";
import type { OutputFacts, ValueFacts } from "../model/service.ts";
import { milliseconds } from "./run-view.ts";

/** A result that a place in a source stands for: all outputs of an invocation, or one. */
export interface ResultPlace {
  readonly invocation: string;
  readonly output?: string;
}

/** What the name at a place holds, or what is called there; undefined for any other place. Of several, as in a loop, the last. */
export const resultAt = (places: PipelinePlaces, at: Location): ResultPlace | undefined => {
  const held = places.variables.find((variable) => covers(variable, at))?.holds.at(-1);
  if (held !== undefined) return { invocation: held.step, ...(held.output !== undefined && { output: held.output }) };
  const called = places.calls.findLast(({ name }) => covers(name, at));
  return called && { invocation: called.id };
};

/** Whether a place is in a range, its end included: the cursor stands between characters. */
export const covers = ({ file, range: { start, end } }: FileRange, at: Location): boolean =>
  file === at.file &&
  (at.line > start.line || (at.line === start.line && at.column >= start.column)) &&
  (at.line < end.line || (at.line === end.line && at.column <= end.column));

/** The result in one run; undefined where the run has none. */
export const valueIn = (record: RunRecord, { invocation, output }: ResultPlace): ValueFacts | undefined => {
  const step = record.steps[invocation];
  if (step === undefined || step.status === "pending" || step.status === "skipped") return undefined;
  const outputs = Object.entries(step.outputs).filter(([name]) => output === undefined || name === output);
  return {
    title: output === undefined ? invocation : `${invocation}.${output}`,
    step: step.step,
    invocation,
    status: step.status,
    run: summaryOf(record),
    ...durationOf(step),
    outputs: outputs.map(([name, value]): OutputFacts => ({ output: name, createdAt: madeAt(record, step), ...value })),
    ...(step.error && { error: step.error }),
  };
};

/** The last invocation of a step in a run, one with a result where there is one. */
export const invocationOf = (record: RunRecord, identity: string): ResultPlace | undefined => {
  const all = record.spec.invocations.filter((invocation) => invocation.identity === identity);
  const last = all.findLast(({ id }) => Object.keys(record.steps[id]?.outputs ?? {}).length > 0) ?? all.at(-1);
  return last && { invocation: last.id };
};

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
