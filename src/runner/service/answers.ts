import type { Failure } from "../model/failure.ts";
import { err, ok, type Result } from "../model/result.ts";
import type { Answer, Question, Questions, TrackedRun } from "../model/service.ts";
import { givenInputs } from "../execute/given-inputs.ts";
import { replayRequest } from "../execute/replay-request.ts";
import { graphOfSpec } from "../model/graph-of-spec.ts";
import { explain } from "../store/queries/why/why.ts";
import { artifactFacts } from "./artifact-facts.ts";
import { stepDetails } from "./details.ts";
import type { Folder } from "./folder.ts";
import { lastInputs } from "./last-inputs.ts";
import { parameterFacts, parameterValue, signatureOf } from "./parameters.ts";
import { cursorAt, valueAt } from "./places.ts";
import { notTrusted } from "./planning.ts";
import { trackedRun } from "./run-view.ts";
import { stepInputs } from "./step-inputs.ts";
import { stepLog } from "./step-log.ts";

type Answers = { readonly [Q in Question]: (folder: Folder, about: Questions[Q]["about"]) => Promise<Result<Answer<Q>>> };

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
    const graph = (await folder.graphs).of(identity);
    return graph === undefined ? err(noPipeline(identity)) : ok(graph.graph);
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
  explain: async ({ history }, { run, step }) => {
    const found = await history.run(run);
    if (!found.ok) return found;
    return history.store === undefined ? err(gone(run)) : explain(history.store, found.value, step);
  },
  plan: async (folder, about) => (folder.options.trusted ? folder.planning.plan(about, folder.edition) : err(notTrusted(folder.path))),
  replay: async ({ history, path }, { run, replay }) => {
    const found = await history.run(run);
    return found.ok ? replayRequest(path, found.value, replay) : found;
  },
  stepInputs: async (folder, { run, step }) => {
    const { store } = folder.history;
    const found = await folder.history.run(run);
    if (!found.ok) return found;
    if (store === undefined) return err(gone(run));
    const { identity } = found.value.spec.invocations.find(({ id }) => id === step) ?? {};
    const signature = identity === undefined ? undefined : await signatureOf(folder, "step", identity);
    return ok(stepInputs(store, found.value, step, signature?.ok === true ? signature.value.inputs : []));
  },
  checkInputs: async (folder, { run, step, ...given }) => {
    const found = await folder.history.run(run);
    if (!found.ok) return found;
    const invocation = found.value.spec.invocations.find(({ id }) => id === step);
    const signature = invocation?.identity === undefined ? undefined : await signatureOf(folder, "step", invocation.identity);
    // What the sources do not tell now is found out when the step runs.
    if (invocation === undefined || signature?.ok !== true) return ok(undefined);
    const checked = await givenInputs(invocation, given, [signature.value]);
    return checked.ok ? ok(undefined) : checked;
  },
  lastInputs: async ({ history }, { identity }) => {
    for (const { id } of await history.latest()) {
      const record = await history.run(id);
      const found = record.ok ? lastInputs(record.value, identity) : undefined;
      if (found !== undefined) return ok(found);
    }
    return ok(undefined);
  },
  call: async (folder, { identity, step }) => {
    const call = (await folder.graphs).of(identity)?.places.calls.find(({ id }) => id === step);
    return ok(call && { file: call.name.file, ...call.name.range.start });
  },
  cursor: async (folder, at) => ok(await cursorAt(folder, at)),
  parameters: async (folder, { identity }) => parameterFacts(folder, identity),
  parameter: async (folder, { identity, name, text }) => parameterValue(folder, identity, name, text),
  logFile: ({ history }, about) => stepLog(history, about),
  follow: async (folder, { run }) => ok({ text: await folder.follow(run) }),
};

const tracked = async ({ live, history }: Folder, id: string): Promise<Result<TrackedRun>> => {
  const going = live.tracked(id);
  if (going !== undefined) return ok(going);
  const record = await history.run(id);
  return record.ok ? ok(trackedRun(record.value)) : record;
};

const gone = (run: string): Failure => ({
  code: "SW4004",
  message: `There is no run ${run} any more.`,
  help: "Its store was removed.",
});

const noPipeline = (identity: string): Failure => ({
  code: "SW2003",
  message: `The sources do not tell the graph of \`${identity}\`.`,
  help: "It may have been renamed or removed, or its function is made elsewhere. A run records it.",
});
