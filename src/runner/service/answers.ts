import { bindingAround, callsOnLine, resultAt } from "../analysis/result-at.ts";
import type { Failure } from "../model/failure.ts";
import type { Location } from "../model/location.ts";
import { err, ok, type Result } from "../model/result.ts";
import type { Answer, CursorFacts, Question, Questions, TrackedRun, ValueFacts } from "../model/service.ts";
import { graphOfSpec } from "../store/graph-of-spec.ts";
import { artifactFacts } from "./artifact-facts.ts";
import { stepDetails } from "./details.ts";
import type { Folder } from "./folder.ts";
import { lastInputs } from "./last-inputs.ts";
import { logText } from "./log-text.ts";
import { parameterFacts, parameterValue } from "./parameters.ts";
import { ofCall, valueIn } from "./value-at.ts";
import { trackedRun } from "./run-view.ts";

type Answers = { readonly [Q in Question]: (folder: Folder, about: Questions[Q]["about"]) => Promise<Result<Answer<Q>>> };

/** How much of a log opens as a document, in bytes: its end. */
const mostLog = 4 * 1024 * 1024;

/** The answer to each question. */
export const answers: Answers = {
  runs: async ({ history }, about) => ok(await history.runs(about)),
  run: async ({ history }, { run }) => history.run(run),
  trackedRun: async (folder, { run }) => tracked(folder, run),
  latestRuns: async (folder) => {
    const latest = await folder.history.latest();
    const runs = await Promise.all(latest.map(({ id }) => tracked(folder, id)));
    return ok(runs.flatMap((run) => (run.ok ? [run.value] : [])));
  },
  graph: async (folder, { identity }) => {
    const name = (await folder.sources).find(identity)?.name;
    const latest = (await folder.history.latest()).find(({ pipeline }) => pipeline === name);
    const run = latest && (await folder.history.run(latest.id));
    if (run?.ok === true && run.value.spec.identity === identity) return ok(graphOfSpec(run.value.spec));
    return err(noPipeline(identity));
  },
  runGraph: async ({ history }, { run }) => {
    const found = await history.run(run);
    return found.ok ? ok(graphOfSpec(found.value.spec)) : found;
  },
  details: async (folder, { run, step }) => {
    const found = run === undefined ? undefined : await folder.history.run(run);
    if (found === undefined) return ok({ step, parameters: {}, inputs: [], outputs: [], attempts: [], metadata: {}, tags: [] });
    return found.ok ? ok(stepDetails(found.value, step, folder.history.store)) : found;
  },
  artifacts: async ({ history }) => ok(await history.artifacts()),
  versions: async ({ history }, { artifact }) => ok(history.versions(artifact)),
  artifact: async ({ history }, { artifact, version }) => artifactFacts(history, artifact, version),
  value: async (folder, at) => ok(await valueAt(folder, at)),
  lastInputs: async ({ history }, { identity }) => {
    for (const { id } of await history.latest()) {
      const record = await history.run(id);
      const found = record.ok ? lastInputs(record.value, identity) : undefined;
      if (found !== undefined) return ok(found);
    }
    return ok(undefined);
  },
  cursor: async (folder, at) => ok(await cursorAt(folder, at)),
  parameters: async (folder, { identity }) => parameterFacts(folder.path, identity),
  parameter: async (folder, { identity, name, text }) => parameterValue(folder.path, identity, name, text),
  logFile: async ({ history }, { run, step, attempt }) => {
    const record = await history.run(run);
    if (!record.ok) return record;
    const last = attempt ?? record.value.steps[step]?.attempts.at(-1)?.attempt;
    const log = history.store && last !== undefined ? logText(history.store, run, step, last, mostLog) : undefined;
    return log === undefined ? err(noLog(step)) : ok(log);
  },
  follow: async (folder, { run }) => ok({ text: folder.follow(run) }),
};

const tracked = async ({ live, history }: Folder, id: string): Promise<Result<TrackedRun>> => {
  const going = live.tracked(id);
  if (going !== undefined) return ok(going);
  const record = await history.run(id);
  return record.ok ? ok(trackedRun(record.value)) : record;
};

const valueAt = async (folder: Folder, { file, line, column }: Location): Promise<ValueFacts | undefined> => {
  const sources = await folder.sources;
  const syntax = sources.parse(file);
  if (syntax === undefined || line > syntax.getLineStarts().length) return undefined;
  const place = resultAt(syntax, syntax.getPositionOfLineAndCharacter(line - 1, 0) + column - 1);
  if (place === undefined) return undefined;
  const within = place.kind === "call" ? `${file}#${place.within}` : undefined;
  let incomplete: ValueFacts | undefined;
  for (const { id } of await folder.history.latest()) {
    const record = await folder.history.run(id);
    if (!record.ok || (within !== undefined && record.value.spec.identity !== within)) continue;
    const value = valueIn(record.value, file, place);
    if (value !== undefined && value.outputs.length > 0) return value;
    incomplete ??= value;
  }
  return incomplete;
};

const cursorAt = async (folder: Folder, { file, line }: Location): Promise<CursorFacts> => {
  const sources = await folder.sources;
  const syntax = sources.parse(file);
  const pipelines = sources.definitions(file).filter(({ kind }) => kind === "pipeline");
  const around = syntax && bindingAround(syntax, line);
  const inside = pipelines.find(({ identity }) => around !== undefined && identity === `${file}#${around}`);
  const pipeline = inside ?? (pipelines.length === 1 ? pipelines[0] : undefined);
  if (pipeline === undefined || syntax === undefined) return { invocations: [] };
  const latest = (await folder.history.latest()).find((run) => run.pipeline === pipeline.name);
  const record = latest && (await folder.history.run(latest.id));
  if (record?.ok !== true || record.value.spec.identity !== pipeline.identity) return { pipeline: pipeline.identity, invocations: [] };
  const { value } = record;
  const step = inside === undefined ? sources.definitions(file).find(({ identity }) => identity === `${file}#${around ?? ""}`) : undefined;
  const invocations =
    step === undefined
      ? callsOnLine(syntax, line).flatMap((call) => ofCall(value, file, call))
      : value.spec.invocations.filter(({ identity }) => identity === step.identity);
  return { pipeline: pipeline.identity, invocations: [...new Set(invocations.map(({ id }) => id))] };
};

const noPipeline = (identity: string): Failure => ({
  code: "SW2003",
  message: `There is no pipeline \`${identity}\`.`,
  help: "It may have been renamed or removed since.",
});

const noLog = (step: string): Failure => ({
  code: "SW4007",
  message: `The step \`${step}\` has no log: it has not started, or its log was deleted.`,
  help: "Run the pipeline, and look again.",
});
