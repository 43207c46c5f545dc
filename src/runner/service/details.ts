import { stripVTControlCharacters } from "node:util";
import type { ArtifactDetails, AttemptDetails, StepDetails } from "../model/panel.ts";
import type { RunRecord, StepRecord } from "../model/record.ts";
import type { Store } from "../store/store.ts";
import { readVersion } from "../store/versions.ts";
import { logText } from "./log-text.ts";
import { milliseconds } from "./run-view.ts";

/** How much of a function is shown, in characters. */
const mostCode = 8_000;

/** What the pane beside the graph shows of a step of a run: all that its record says, and the end of its log. */
export const stepDetails = (record: RunRecord, id: string, store: Store | undefined): StepDetails => {
  const step = record.steps[id];
  const invocation = record.spec.invocations.find((each) => each.id === id);
  const source = invocation?.identity === undefined ? undefined : record.spec.sources?.[invocation.identity];
  return {
    step: id,
    run: record.id,
    ...(step && { status: step.status }),
    ...(source?.doc !== undefined && { doc: source.doc }),
    ...(source && { code: source.source.slice(0, mostCode) }),
    parameters: step?.parameters ?? {},
    inputs: step === undefined ? [] : inputsOf(step, store),
    outputs: Object.entries(step?.outputs ?? {}).map(([name, { artifact, version, type, bytes, preview }]) => ({
      name,
      artifact,
      version,
      type,
      bytes,
      preview,
    })),
    attempts: step?.attempts.map(attemptDetails) ?? [],
    ...(step && store && logOf(store, record.id, id, step)),
    metadata: step?.metadata ?? {},
    tags: step?.tags ?? [],
  };
};

const inputsOf = (step: StepRecord, store: Store | undefined): ArtifactDetails[] =>
  Object.entries(step.inputs).map(([name, { artifact, version, from }]) => {
    const stored = store && readVersion(store, artifact, version);
    return {
      name,
      artifact,
      version,
      ...(from !== undefined && { from }),
      ...(stored?.ok === true && { type: stored.value.type, bytes: stored.value.content.bytes, preview: stored.value.preview }),
    };
  });

const attemptDetails = ({ attempt, status, startedAt, endedAt, error }: StepRecord["attempts"][number]): AttemptDetails => ({
  attempt,
  status,
  startedAt: milliseconds(startedAt),
  ...(endedAt !== undefined && { endedAt: milliseconds(endedAt) }),
  ...(error && { error }),
});

const logOf = (store: Store, run: string, id: string, { attempts }: StepRecord): Pick<StepDetails, "log"> => {
  const attempt = attempts.at(-1)?.attempt;
  const log = attempt === undefined ? undefined : logText(store, run, id, attempt);
  return attempt === undefined || log === undefined
    ? {}
    : { log: { attempt, text: stripVTControlCharacters(log.text), truncated: log.truncated } };
};
