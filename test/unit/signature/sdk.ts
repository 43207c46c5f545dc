/** What `stepwright` means in these tests: the product's own types, without the parts that start runs. */
export { step } from "../../../src/runner/sdk/step.ts";
export { pipeline } from "../../../src/runner/sdk/pipeline.ts";
export { outputs } from "../../../src/runner/sdk/outputs.ts";
export { html } from "../../../src/runner/sdk/values.ts";
export { TaggedText } from "../../../src/runner/model/values.ts";
export type {
  Annotated,
  Artifact,
  ArtifactRef,
  Outputs,
  Pipeline,
  Run,
  Step,
  StoredArtifact,
  Unmaterialized,
} from "../../../src/runner/sdk/types.ts";
