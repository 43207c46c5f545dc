import type { Binding, Invocation, PipelineSpec } from "../model/spec.ts";
import { outputsOf } from "../store/graph-of-spec.ts";
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
export function graphText(spec: PipelineSpec, screen: Screen): string {
  const { colors } = screen;
  const size = spec.dynamic ? "dynamic: its steps are known when it runs" : plural(spec.invocations.length, "step");
  const head = `${colors.bold(oneLine(spec.pipeline))}  ${colors.dim(`${oneLine(spec.file)}  ${size}`)}`;
  const several = new Set(spec.invocations.filter((each) => outputsOf(each.outputs).length > 1).map((each) => each.id));
  const rows = layers(spec.invocations).flatMap((layer, index) =>
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

/** Steps by the length of the longest way to them. In each layer they stand in the order of the calls. */
export function layers(invocations: readonly Invocation[]): Invocation[][] {
  const depths = new Map<string, number>();
  const found: Invocation[][] = [];
  // Explicit order may name a step that is called later, so the order of the calls alone is not enough: repeat until nothing is left.
  let left = [...invocations];
  while (left.length > 0) {
    const open = new Set(left.map((step) => step.id));
    const ready = left.filter((step) => !sourceIds(step).some((id) => open.has(id)));
    // A cycle is refused when the pipeline is recorded.
    if (ready.length === 0) throw new Error("The recorded graph has a cycle.");
    for (const step of ready) {
      const depth = Math.max(-1, ...sourceIds(step).map((id) => depths.get(id) ?? -1)) + 1;
      depths.set(step.id, depth);
      (found[depth] ??= []).push(step);
    }
    const done = new Set(ready);
    left = left.filter((step) => !done.has(step));
  }
  return found;
}

function sourceIds(step: Invocation): string[] {
  return [...sources(step).map((source) => source.invocation), ...step.after];
}

interface Source {
  readonly invocation: string;
  readonly output: string;
}

function sources(step: Invocation): Source[] {
  return Object.values(step.inputs).flatMap(sourcesOf);
}

function sourcesOf(binding: Binding): Source[] {
  switch (binding.kind) {
    case "output":
      return [binding.from];
    case "list":
      return binding.items.flatMap(sourcesOf);
    case "object":
      return Object.values(binding.fields).flatMap(sourcesOf);
    case "value":
    case "version":
      return [];
    default:
      return binding satisfies never;
  }
}

/** The id, with the pipelines it stands in, and the step where the id says something else. */
function nameText(step: Invocation): string {
  const path = [...(step.group ?? []), step.id].map(oneLine).join(" › ");
  const number = step.id.startsWith(`${step.step}_`) ? step.id.slice(step.step.length + 1) : "";
  return step.id === step.step || /^\d+$/u.test(number) ? path : `${path} (${oneLine(step.step)})`;
}

/** @param several Steps with more than one output: there the name of the output is needed. */
function sourcesText(step: Invocation, several: ReadonlySet<string>): string {
  const names = sources(step).map(({ invocation, output }) => (several.has(invocation) ? `${invocation}.${output}` : invocation));
  const all = [...new Set(names), ...step.after.map((id) => `after ${id}`)].map(oneLine);
  if (all.length === 0) return "";
  const hidden = all.length - mostSources;
  return `← ${hidden > 0 ? [...all.slice(0, mostSources), `${hidden} more`].join(", ") : all.join(", ")}`;
}

function outputsText(step: Invocation): string {
  const outputs = outputsOf(step.outputs).map(({ name, type }) => `${oneLine(name)}: ${oneLine(type)}`);
  return outputs.length === 0 ? "" : `→ ${outputs.join(", ")}`;
}
