import type { OutputRef } from "../../model/spec.ts";
import { StepwrightError } from "../errors.ts";
import { handleInfo, outputNames } from "../handle.ts";
import { isOutputs } from "../outputs.ts";

/**
 * What a pipeline function returned, as the outputs of the run: `output` for one artifact, the keys of an object, `output_0`,
 * `output_1` … of a list.
 *
 * @throws StepwrightError `SW1025` for anything that is not made of artifacts.
 */
export const pipelineOutputs = (returned: unknown, pipeline: string): Record<string, OutputRef> => {
  if (returned === undefined || returned === null) return {};
  const info = handleInfo(returned);
  if (info !== undefined) {
    if (info.output !== undefined) return { output: { invocation: info.invocation, output: info.output } };
    return Object.fromEntries(outputNames(info.shape).map((output) => [output, { invocation: info.invocation, output }]));
  }
  if (Array.isArray(returned))
    return Object.fromEntries(returned.map((item: unknown, index) => [`output_${String(index)}`, refOf(item, pipeline)]));
  if (typeof returned === "object" && (isOutputs(returned) || Object.getPrototypeOf(returned) === Object.prototype)) {
    return Object.fromEntries(Object.entries(returned).map(([key, item]: [string, unknown]) => [key, refOf(item, pipeline)]));
  }
  throw notArtifacts(pipeline, typeof returned);
};

const refOf = (item: unknown, pipeline: string): OutputRef => {
  const info = handleInfo(item);
  if (info === undefined) throw notArtifacts(pipeline, typeof item);
  const output = info.output ?? (outputNames(info.shape).length === 1 ? outputNames(info.shape)[0] : undefined);
  if (output === undefined) {
    throw new StepwrightError({
      code: "SW1025",
      message: `The pipeline \`${pipeline}\` returns the whole result of \`${info.invocation}\`, which has ${String(outputNames(info.shape).length)} outputs, in one place.`,
      help: "Return its outputs one by one.",
    });
  }
  return { invocation: info.invocation, output };
};

const notArtifacts = (pipeline: string, found: string): StepwrightError =>
  new StepwrightError({
    code: "SW1025",
    message: `The pipeline \`${pipeline}\` returns ${found === "object" ? "an object" : `a ${found}`}, not the result of a step.`,
    help: "Return an artifact, an object or list of artifacts, or nothing.",
  });
