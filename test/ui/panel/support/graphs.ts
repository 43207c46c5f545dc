import type { Graph, GraphStep } from "../../../../src/runner/model/graph.ts";
import type { PanelSnapshot } from "../../../../src/runner/model/panel.ts";
import type { PanelContent, RunView, StepView } from "../../../../src/runner/model/panel-view.ts";
import { StepStatus } from "../../../../src/runner/model/status.ts";

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

const longName = "trainGradientBoostedTreesOnAllFeatures";

/** A step for each thing that a card can say, three in a layer. */
export const manyCards: Graph = {
  pipeline: "cards",
  file: "src/cards.ts",
  steps: [...StepStatus.options, longName, `${longName}_2`].map((id, index, all) =>
    step(id, index < 3 ? {} : { before: `${all[index - 3] ?? ""}.output` }),
  ),
};

/** How each of them is. `start` is when it began, eight seconds and a half ago. */
export const manyCardsRun = (): RunView => {
  const tries = (count: number): StepView["attempts"] =>
    Array.from({ length: count }, (_, index) => ({ attempt: index + 1, status: "running", startedAt: start }));
  const thrown = { name: "RangeError", message: "row 7 has no label, and neither has any of the rows after it" };
  return storyRun(manyCards, {
    running: { status: "running", from: 0, attempts: tries(2), maxAttempts: 4, progress: { fraction: 0.4, message: "epoch 3" } },
    retrying: { status: "retrying", from: 0, retryAt: start + 12_000, maxAttempts: 3 },
    completed: { status: "completed", from: 0, to: 1200, attempts: tries(3), maxAttempts: 3 },
    cached: { status: "cached", from: 0, to: 1 },
    failed: { status: "failed", from: 0, to: 4000, error: { code: "SW3001", message: "It threw.", help: "Mend it.", thrown } },
    skipped: { status: "skipped", to: 4000, skippedBecause: ["failed"] },
    cancelled: { status: "cancelled", from: 0, to: 3000 },
    interrupted: { status: "interrupted", from: 0, to: 3000 },
    [longName]: { status: "running", from: 0, progress: { message: "reading the rows of all files of the year before" } },
  });
};
