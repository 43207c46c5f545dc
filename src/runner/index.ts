/** What `import … from "stepwright"` gives. Importing it starts nothing and reads nothing. */
import { setLauncher } from "./sdk/state.ts";

export { step } from "./sdk/step.ts";
export { pipeline } from "./sdk/pipeline.ts";
export { outputs } from "./sdk/outputs.ts";
export { stepContext, type StepContext } from "./sdk/context.ts";
export { client, externalArtifact, loadArtifact, saveArtifact, type SaveOptions } from "./sdk/artifacts.ts";
export { csv, html, markdown, materializer } from "./sdk/values.ts";
export { StepwrightError } from "./sdk/errors.ts";
export { RunFailedError } from "./sdk/run-failed.ts";
export { DirectoryRef, FileRef, TaggedText } from "./model/values.ts";
export type { Materializer } from "./model/materializer.ts";
export type { Failure, FailureCode } from "./model/failure.ts";
export type { RunStatus, StepStatus, ExecutionMode } from "./model/status.ts";
export type { CacheOption, InvocationOptions, PipelineOptions, RunOptions, StepHooks, StepOptions } from "./sdk/options.ts";
export type { Annotated, Artifact, ArtifactRef, Outputs, Pipeline, Run, Step, StoredArtifact, Unmaterialized } from "./sdk/types.ts";

// The rest of the product is loaded when a program starts a run or reads the store, and not before.
const launcher = () => import("./launch/launcher.ts").then((module) => module.launcher);
setLauncher({
  runPipeline: async (request) => (await launcher()).runPipeline(request),
  runStep: async (request) => (await launcher()).runStep(request),
  save: async (request) => (await launcher()).save(request),
  find: async (name, version) => (await launcher()).find(name, version),
  load: async (version, as) => (await launcher()).load(version, as),
});
