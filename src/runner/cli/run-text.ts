import type { RunRecord, StepRecord } from "../model/record.ts";
import type { Store } from "../store/store.ts";
import { becauseText } from "./reporter/event-line.ts";
import { runTitle } from "./run-summary.ts";
import { runFailures } from "./step-failures.ts";
import type { Colors } from "./terminal.ts";
import { mark } from "./text/marks.ts";
import { outputsText } from "./text/output-text.ts";
import type { Places } from "./text/place.ts";
import { oneLine } from "./text/printable.ts";
import { outputLines } from "./text/run-facts.ts";
import { between } from "./text/units.ts";
import { fit, pad, widest } from "./text/width.ts";

/**
 * Everything a person wants to know of one run, as `run show` prints it: what it was, its steps, its outputs, why it failed.
 */
export function runText(run: RunRecord, store: Store, places: Places, colors: Colors): string {
  const blocks = [
    [runTitle(run, colors), ...headLines(run, colors)],
    stepLines(run, colors),
    outputLines(run).map((line) => `  ${line}`),
    run.warnings.map((warning) => `${colors.yellow("!")} ${oneLine(warning)}`),
    ...runFailures(run, store, places, colors).map((text) => [text]),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n");
}

function headLines(run: RunRecord, colors: Colors): string[] {
  const facts: (readonly [string, string])[] = [
    ["name", run.name],
    ["id", run.id],
    ["started", run.startedAt],
    ["origin", originText(run.origin)],
    ["parameters", valuesText(run.parameters)],
    ["tags", run.tags.join(", ")],
    ["metadata", valuesText(run.metadata)],
  ];
  return facts.filter(([, text]) => text !== "").map(([name, text]) => `  ${colors.dim(pad(name, 10))}  ${oneLine(text)}`);
}

/** How it came out of an earlier run. */
function originText(origin: RunRecord["origin"]): string {
  if (origin === undefined) return "";
  const { kind, run, step = "", changed = [] } = origin;
  const others = changed.length === 0 ? "" : `, with other ${changed.join(", ")}`;
  switch (kind) {
    case "resume":
      return `resumes ${run}`;
    case "from":
      return `replays ${run} from ${step}${others}`;
    case "only":
      return `replays only ${step} of ${run}${others}`;
    default:
      return kind satisfies never;
  }
}

/** `epochs = 20, learningRate = 0.005`. */
function valuesText(values: RunRecord["parameters"]): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} = ${fit(JSON.stringify(value), 60)}`)
    .join(", ");
}

function stepLines(run: RunRecord, colors: Colors): string[] {
  const steps = Object.entries(run.steps).map(([id, step]) => [oneLine(id), step] as const);
  const idWidth = widest(
    steps.map(([id]) => id),
    30,
  );
  return steps.map(([id, step]) => {
    const facts = stepFacts(step).map((fact, index) => (index === 0 ? pad(fact, 9) : fact));
    return `${mark(step.status, colors)} ${pad(id, idWidth)}  ${facts.join("  ")}`.trimEnd();
  });
}

function stepFacts(step: StepRecord): string[] {
  const outputs = outputsText(Object.entries(step.outputs).map(([name, output]) => [name, output.preview]));
  const attempts = step.attempts.length > 1 ? [`${step.attempts.length} attempts`] : [];
  switch (step.status) {
    case "completed":
      return [between(step.startedAt, step.endedAt) ?? "", ...attempts, outputs];
    case "cached":
      return [step.kept === undefined ? "cached" : "kept", outputs];
    case "failed":
      return [between(step.startedAt, step.endedAt) ?? "", ...attempts, step.error?.code ?? ""];
    case "skipped":
      return ["skipped", becauseText(step.skippedBecause ?? [])];
    case "pending":
    case "running":
    case "retrying":
    case "cancelled":
    case "interrupted":
      return [step.status, ...attempts];
    default:
      return step.status satisfies never;
  }
}
