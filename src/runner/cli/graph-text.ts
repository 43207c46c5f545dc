import type { Graph, GraphStep } from "../model/graph.ts";
import { invocationOf, outputsUsedBy, upstreamOf } from "../model/graph-sources.ts";
import type { Screen } from "./terminal.ts";
import { oneLine } from "./text/printable.ts";
import { plural } from "./text/units.ts";
import { fit, pad, widest } from "./text/width.ts";

/** More sources than these are counted, not named: the one step after a hundred parallel ones stays one line. */
const mostSources = 4;

/**
 * The graph of a pipeline as text: a line a step, in layers. The steps of a layer need nothing of each other, and each needs something
 * of the layer before it.
 *
 * ```text
 * trainingPipeline  src/train.ts  4 steps
 *
 * 1  loadData                                → output: Dataset
 * 2  split       ← loadData                  → train: Dataset, test: Dataset
 * 3  trainModel  ← split.train               → model: Model
 * 4  evaluate    ← trainModel, split.test    → accuracy: number
 * ```
 */
export function graphText(graph: Graph, screen: Screen): string {
  const { colors } = screen;
  const { steps } = graph;
  const head = `${colors.bold(oneLine(graph.pipeline))}  ${colors.dim(`${oneLine(graph.file)}  ${sizeText(graph)}`)}`;
  const several = new Map(steps.map((each) => [each.id, each.outputs.length > 1]));
  const rows = layers(steps).flatMap((layer, index) =>
    layer.map(
      (step, place) => [place === 0 ? String(index + 1) : "", nameText(step), sourcesText(step, several), outputsText(step)] as const,
    ),
  );
  if (rows.length === 0) return head;
  const widths = [0, 1, 2].map((column) =>
    widest(
      rows.map((row) => row[column] ?? ""),
      60,
    ),
  );
  const columns = screen.columns();
  const lines = rows.map(([number, name, sources, outputs]) => {
    const line = [
      colors.dim(number.padStart(widths[0] ?? 0)),
      pad(name, widths[1] ?? 0),
      colors.cyan(pad(sources, widths[2] ?? 0)),
      colors.dim(outputs),
    ].join("  ");
    return columns === undefined ? line : fit(line, columns);
  });
  return [head, "", ...lines.map((line) => line.trimEnd())].join("\n");
}

/** How many steps there are, and whether that is all that can be said before a run. */
function sizeText({ steps, dynamic, partial }: Graph): string {
  if (steps.length === 0 && dynamic === true) return "dynamic: its steps are known when it runs";
  const size = plural(steps.length, "step");
  if (dynamic === true) return `${size} in the source; dynamic: the rest is known when it runs`;
  return partial === true ? `${size} in the source; the rest is known when it runs` : size;
}

/** Steps by the length of the longest way to them. In each layer they stand in the order of the calls. */
export function layers(steps: readonly GraphStep[]): GraphStep[][] {
  const ids = new Set(steps.map(({ id }) => id));
  const depths = new Map<string, number>();
  const found: GraphStep[][] = [];
  // Explicit order may name a step that is called later, so the order of the calls alone is not enough: repeat until nothing is left.
  let left = [...steps];
  while (left.length > 0) {
    const open = new Set(left.map((step) => step.id));
    const free = left.filter((step) => !upstreamOf(step, ids).some((id) => open.has(id)));
    // A cycle is refused when a pipeline is recorded; one that is read from source is shown as it is.
    const ready = free.length === 0 ? left : free;
    for (const step of ready) {
      const depth = Math.max(-1, ...upstreamOf(step, ids).map((id) => depths.get(id) ?? -1)) + 1;
      depths.set(step.id, depth);
      (found[depth] ??= []).push(step);
    }
    const done = new Set(ready);
    left = left.filter((step) => !done.has(step));
  }
  return found;
}

/** The id, with the pipelines it stands in, and the step where the id says something else. */
function nameText(step: GraphStep): string {
  const path = [...(step.group ?? []), step.id].map(oneLine).join(" › ");
  const number = step.id.startsWith(`${step.step}_`) ? step.id.slice(step.step.length + 1) : "";
  return step.id === step.step || /^\d+$/u.test(number) ? path : `${path} (${oneLine(step.step)})`;
}

/** @param several Whether a step has more than one output: there the name of the output is needed. */
function sourcesText(step: GraphStep, several: ReadonlyMap<string, boolean>): string {
  const names = outputsUsedBy(step).map((output) => {
    const id = invocationOf(output, several);
    return several.get(id) === true ? output : id;
  });
  const all = [...new Set(names), ...step.after.map((id) => `after ${id}`)].map(oneLine);
  if (all.length === 0) return "";
  const hidden = all.length - mostSources;
  return `← ${hidden > 0 ? [...all.slice(0, mostSources), `${hidden} more`].join(", ") : all.join(", ")}`;
}

function outputsText(step: GraphStep): string {
  const outputs = step.outputs.map(({ name, type }) => `${oneLine(name)}: ${oneLine(type)}`);
  const contexts = (step.within ?? []).map(({ text }) => oneLine(text));
  return [outputs.length === 0 ? "" : `→ ${outputs.join(", ")}`, contexts.length === 0 ? "" : `in ${contexts.join(" › ")}`]
    .filter((part) => part !== "")
    .join("  ");
}
