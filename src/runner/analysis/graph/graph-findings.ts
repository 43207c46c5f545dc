import { findCycle } from "../../model/cycle.ts";
import type { Finding } from "../../model/finding.ts";
import type { GraphStep } from "../../model/graph.ts";
import { upstreamOf } from "../../model/graph-sources.ts";
import { didYouMean, nearest } from "../../model/nearest.ts";
import type { Recording } from "./recording.ts";

/** What can be said only of a whole graph: names in `after` that lead nowhere, and steps that wait for each other. */
export const graphFindings = (recording: Recording, dynamic: boolean): Finding[] => {
  const { records, partial } = recording;
  const known = new Set(records.map(({ step }) => step.id));
  const findings: Finding[] = [];
  for (const [index, { step, at, after }] of records.entries()) {
    // A dynamic pipeline starts a step at once: what it waits for must be there.
    const before = dynamic ? new Set(records.slice(0, index).map((record) => record.step.id)) : known;
    const unknown = step.after.find((id) => !before.has(id));
    if (unknown === undefined || mayComeFromLoop(unknown, known, partial)) continue;
    const meant = nearest(unknown, before);
    const written = after.get(unknown);
    findings.push({
      code: "SW1008",
      severity: "error",
      message: `\`${step.id}\` is to run after \`${unknown}\`, which is not in the pipeline.${didYouMean(unknown, before)}`,
      help: "Ids are step names, with _2, _3 … for later calls.",
      ...(written ?? at),
      ...(meant !== undefined &&
        written && { fixes: [{ title: `Change it to "${meant}"`, edits: [{ ...written, text: JSON.stringify(meant) }] }] }),
    });
  }
  const cycle = cycleIn(records.map(({ step }) => step));
  const first = cycle && records.find(({ step }) => step.id === cycle[0]);
  if (cycle !== undefined && first !== undefined) {
    findings.push({
      code: "SW1007",
      severity: "error",
      message: `These steps wait for each other: ${[...cycle, ...cycle.slice(0, 1)].join(" → ")}.`,
      help: "Remove one of the `after` options.",
      ...first.at,
    });
  }
  return findings;
};

/** Of a step in a loop there may be a `train_7`, though only one was read. */
const mayComeFromLoop = (id: string, known: ReadonlySet<string>, partial: boolean): boolean =>
  partial && /_\d+$/.test(id) && known.has(id.replace(/_\d+$/, ""));

const cycleIn = (steps: readonly GraphStep[]): string[] | undefined => {
  const byId = new Map(steps.map((step) => [step.id, step]));
  return findCycle(byId.keys(), (id) => {
    const step = byId.get(id);
    return step === undefined ? [] : upstreamOf(step, byId);
  });
};
