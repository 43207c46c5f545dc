import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { FileReader } from "../../../src/runner/analysis/discovery/file-reader.ts";
import { staticGraph, type StaticGraph } from "../../../src/runner/analysis/graph/static-graph.ts";
import type { GraphBinding, GraphStep } from "../../../src/runner/model/graph.ts";
import type { Json } from "../../../src/runner/model/json.ts";

/** Writes files into a folder of the test's own, which goes when the test ends, and returns its path. */
export const workspaceOf = (t: TestContext, files: Readonly<Record<string, string>>): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "stepwright-graph-")));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
};

/** The steps that the pipelines of these tests call. */
export const steps = `import { step, pipeline, outputs, type Annotated } from "stepwright";
export const load = step((name: string): number[] => [name.length]);
export const train = step(({ data, rate = 0.1 }: { data: number[]; rate?: number }) => outputs({ model: data, score: rate }));
export const sum = step((xs: number[]): number => xs.length);
export const pair = step((): [Annotated<number, "left">, string] => [1, "a"]);
export const note = step((text: string): void => console.log(text));
`;

/** Reads the pipeline \`p\` of \`a.ts\`, whose text follows that of the steps. */
export const read = (
  t: TestContext,
  pipelineText: string,
  { parameters = {}, files = {} }: { parameters?: Readonly<Record<string, Json>>; files?: Readonly<Record<string, string>> } = {},
): StaticGraph => {
  const workspace = workspaceOf(t, { "a.ts": steps + pipelineText, ...files });
  const found = staticGraph({ workspace, reader: new FileReader(workspace), identity: "a.ts#p", parameters });
  if (found === undefined) throw new Error("There is no pipeline `p` in a.ts.");
  return found;
};

/** \`train(data=load.output, rate=0.1) after note in for (const x of xs)\`. */
export const shown = ({ graph }: StaticGraph): string[] => graph.steps.map(stepText);

const stepText = ({ id, step, inputs, after, group, within }: GraphStep): string =>
  [
    `${[...(group ?? []), id].join(" › ")}${id === step ? "" : `:${step}`}(${Object.entries(inputs)
      .map(([name, binding]) => `${name}=${bindingText(binding)}`)
      .join(", ")})`,
    ...(after.length > 0 ? [`after ${after.join(", ")}`] : []),
    ...(within === undefined ? [] : [`in ${within.map(({ text }) => text).join(" › ")}`]),
  ].join(" ");

const bindingText = (binding: GraphBinding): string => {
  if ("from" in binding) return binding.from;
  if ("value" in binding) return JSON.stringify(binding.value);
  if ("list" in binding) return `[${binding.list.map(bindingText).join(", ")}]`;
  if ("object" in binding)
    return `{${Object.entries(binding.object)
      .map(([key, part]) => `${key}: ${bindingText(part)}`)
      .join(", ")}}`;
  if ("artifact" in binding) return `${binding.artifact}@${binding.version}`;
  return `‹${binding.expression}›${binding.of === undefined ? "" : ` of ${binding.of.join(", ")}`}`;
};
