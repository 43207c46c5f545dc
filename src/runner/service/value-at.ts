import type { PipelinePlaces } from "../model/places.ts";
import type { FileRange } from "../model/range.ts";
import type { Location } from "../model/location.ts";
import type { RunRecord, StepRecord } from "../model/record.ts";
import type { HeldValue, OutputFacts, ValueFacts } from "../model/service.ts";
import { milliseconds } from "./run-view.ts";

/** A result that a place in a source stands for: all outputs of an invocation, or one. */
export interface ResultPlace {
  readonly invocation: string;
  readonly output?: string;
}

/** What the name at a place holds, or what is called there, in the order of the calls: several in a loop. Empty for any other place. */
export const resultsAt = (places: PipelinePlaces, at: Location): readonly ResultPlace[] => {
  const held = places.variables.find((variable) => covers(variable, at))?.holds ?? [];
  if (held.length > 0) return held.map(({ step, output }) => ({ invocation: step, ...(output !== undefined && { output }) }));
  return places.calls.filter(({ name }) => covers(name, at)).map(({ id }) => ({ invocation: id }));
};

/** Whether a place is in a range, its end included: the cursor stands between characters. */
export const covers = ({ file, range: { start, end } }: FileRange, at: Location): boolean =>
  file === at.file &&
  (at.line > start.line || (at.line === start.line && at.column >= start.column)) &&
  (at.line < end.line || (at.line === end.line && at.column <= end.column));

/** How many of several results are named. */
const mostHeld = 8;

/** The last of these results that a run has, and which others there are; undefined where the run has none. */
export const lastValueIn = (record: RunRecord, places: readonly ResultPlace[]): ValueFacts | undefined => {
  const values = places.flatMap((place) => valueIn(record, place) ?? []);
  const last = values.findLast(({ outputs }) => outputs.length > 0) ?? values.at(-1);
  return last && (values.length > 1 ? { ...last, among: { count: values.length, last: values.slice(-mostHeld).map(heldValue) } } : last);
};

const heldValue = ({ title, outputs: [first] }: ValueFacts): HeldValue => ({
  title,
  ...(first && { ref: { artifact: first.artifact, version: first.version } }),
});

const valueIn = (record: RunRecord, { invocation, output }: ResultPlace): ValueFacts | undefined => {
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

/** All invocations of a step in a run. */
export const invocationsOf = (record: RunRecord, identity: string): readonly ResultPlace[] =>
  record.spec.invocations.filter((invocation) => invocation.identity === identity).map(({ id }) => ({ invocation: id }));

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
