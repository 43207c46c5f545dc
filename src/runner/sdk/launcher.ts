import type { RunOverrides } from "../model/overrides.ts";
import type { Json } from "../model/json.ts";
import type { ArtifactVersion } from "../model/artifact.ts";
import type { Location } from "../model/location.ts";
import type { LoadableClass, Materializer } from "../model/materializer.ts";
import type { Run } from "./types.ts";

/** How a run is asked for by a program that called a pipeline or step itself. */
export interface LaunchRequest {
  readonly kind: "step" | "pipeline";
  readonly name: string;
  /** Where the step or pipeline was made, outermost call first: the runner finds the top-level binding by it. */
  readonly places: readonly Location[];
  /** The arguments of the call, as given. */
  readonly args: readonly unknown[];
  readonly overrides: RunOverrides;
}

/** How an artifact is saved by code that holds its value. */
export interface SaveRequest {
  readonly value: unknown;
  readonly name: string;
  readonly version?: string;
  readonly tags?: readonly string[];
  readonly metadata?: Readonly<Record<string, Json>>;
  readonly materializer?: Materializer;
}

/** What the SDK needs of the rest of the product: to start runs, and to read and write the store. */
export interface Launcher {
  runPipeline(request: LaunchRequest): Promise<Run>;
  /** Runs one step and gives its value. */
  runStep(request: LaunchRequest): Promise<unknown>;
  save(request: SaveRequest): Promise<ArtifactVersion>;
  /** The latest version where none is named. */
  find(name: string, version?: string): Promise<ArtifactVersion>;
  load(version: ArtifactVersion, as?: LoadableClass): Promise<unknown>;
}
