import type { Graph, GraphStep } from "../../../../src/runner/model/graph.ts";
import type { PanelSnapshot } from "../../../../src/runner/model/panel.ts";
import type { PanelContent, RunView, StepView } from "../../../../src/runner/model/panel-view.ts";

/** When the stories happen, milliseconds since 1970. */
export const start = Date.UTC(2026, 2, 1, 12, 0, 0);

const step = (
  id: string,
  inputs: Record<string, string>,
  outputs: readonly string[] = ["output:number"],
  more: Partial<GraphStep> = {},
): GraphStep => ({
  id,
  step: id.replace(/_\d+$/, ""),
  line: 12,
  inputs: Object.fromEntries(
    Object.entries(inputs).map(([name, from]) => [name, from.startsWith("=") ? { value: from.slice(1) } : { from }]),
  ),
  outputs: outputs.map((output) => ({ name: output.split(":")[0] ?? "", type: output.split(":")[1] ?? "unknown" })),
  after: [],
  ...more,
});

/** A training pipeline with a group, two branches, and a step that waits for another without a value of it. */
export const training: Graph = {
  pipeline: "trainingPipeline",
  file: "src/training.ts",
  steps: [
    step("loadData", { path: "=data/iris.csv" }, ["output:Row[]"]),
    step("cleanRows", { rows: "loadData.output" }, ["output:Row[]"], { group: ["prepare"] }),
    step("splitRows", { rows: "cleanRows.output" }, ["train:Row[]", "test:Row[]"], { group: ["prepare"] }),
    step("trainForest", { rows: "splitRows.train", trees: "=40" }, ["output:Forest"]),
    step("trainNeighbours", { rows: "splitRows.train" }, ["output:Knn"]),
    step("score", { model: "trainForest.output", rows: "splitRows.test" }),
    step("score_2", { model: "trainNeighbours.output", rows: "splitRows.test" }),
    step("compareModels", { left: "score.output", right: "score_2.output" }, ["output:Report"]),
    step("notify", {}, [], { after: ["compareModels"] }),
  ],
};

/** A graph of any size in layers of about fifteen steps, the same each time. Some of them stand in groups of three if asked. */
export function layeredGraph(count: number, { groups = false }: { readonly groups?: boolean } = {}): Graph {
  const width = 15;
  const steps = Array.from({ length: count }, (_, index): GraphStep => {
    const layer = Math.floor(index / width);
    const place = index % width;
    const before = layer === 0 ? [] : [place, (place * 7 + layer) % width].map((other) => (layer - 1) * width + other);
    const inputs = Object.fromEntries([...new Set(before)].map((other, at) => [`input${String(at)}`, `step${String(other)}.output`]));
    const group = groups && place < 3 ? { group: [`group${String(layer)}`] } : {};
    return step(`step${String(index)}`, inputs, ["output:number"], group);
  });
  return { pipeline: "largePipeline", file: "src/large.ts", steps };
}

/** A run of a graph in which nothing has started. */
export function pendingRun(graph: Graph, change: Partial<RunView> = {}): RunView {
  return {
    id: "run-1",
    name: "training-2026-03-01",
    status: "running",
    startedAt: start,
    steps: graph.steps.map(({ id }): StepView => ({ id, status: "pending", attempts: [], outputs: [] })),
    warnings: [],
    lastSeq: 0,
    ...change,
  };
}

/** Where a step of `doneRun` ended, and how. */
export interface StepStory extends Partial<StepView> {
  readonly status: StepView["status"];
  /** Milliseconds since the run began. */
  readonly from?: number;
  readonly to?: number;
}

/** A run whose steps did what the stories say. */
export function storyRun(graph: Graph, stories: Readonly<Record<string, StepStory>>, change: Partial<RunView> = {}): RunView {
  const steps = graph.steps.map(({ id }): StepView => {
    const { from, to, ...view } = stories[id] ?? { status: "pending" };
    const startedAt = from === undefined ? {} : { startedAt: start + from };
    const endedAt = to === undefined ? {} : { endedAt: start + to };
    const ran = from !== undefined && view.status !== "cached";
    const status = view.status === "retrying" ? "failed" : view.status;
    const attemptEnd = view.status === "retrying" && from !== undefined ? { endedAt: start + from + 2000 } : endedAt;
    const attempts =
      ran && status !== "pending" && status !== "skipped" && status !== "cached"
        ? [{ attempt: 1, status, startedAt: start + from, ...attemptEnd }]
        : [];
    return { id, attempts, outputs: [], ...startedAt, ...endedAt, ...view };
  });
  return { ...pendingRun(graph), steps, ...change };
}

/** A snapshot of a graph as a trusted workspace has it. */
export function snapshotOf(content: PanelContent, change: Partial<PanelSnapshot> = {}): PanelSnapshot {
  return {
    pipelines: [
      { id: "src/training.ts#trainingPipeline", name: "trainingPipeline", file: "src/training.ts" },
      { id: "src/report.ts#report", name: "report", file: "src/report.ts" },
    ],
    pipeline: "src/training.ts#trainingPipeline",
    runs: [],
    content,
    trusted: true,
    actions: ["run", "runWith", "debug", "runStep", "debugStep"],
    settings: { direction: "down", showArtifacts: false, neighbourhoodAbove: 60 },
    now: Date.now(),
    ...change,
  };
}

/** The content that a graph and a run make. */
export function graphContent(graph: Graph, run?: RunView): PanelContent {
  return { kind: "graph", graph, source: run === undefined ? "static" : "run", ...(run === undefined ? {} : { run }) };
}
