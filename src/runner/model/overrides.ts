import * as z from "zod/mini";
import { ExecutionMode } from "./status.ts";

const json = z.record(z.string(), z.json());

/**
 * How recording or running a pipeline was asked for; what is absent is as the definition says. It is kept with the run, so that another
 * one can be asked for in the same way.
 */
export const RunOverrides = z.object({
  name: z.exactOptional(z.string()),
  runName: z.exactOptional(z.string()),
  enableCache: z.exactOptional(z.boolean()),
  cache: z.exactOptional(z.union([z.literal("never"), json])),
  dynamic: z.exactOptional(z.boolean()),
  executionMode: z.exactOptional(ExecutionMode),
  maxConcurrency: z.exactOptional(z.number()),
  tags: z.exactOptional(z.array(z.string())),
  metadata: z.exactOptional(json),
  environment: z.exactOptional(z.record(z.string(), z.string())),
  extra: z.exactOptional(json),
  substitutions: z.exactOptional(z.record(z.string(), z.string())),
  /** Parameters that the call does not name. */
  parameters: z.exactOptional(json),
  /** Options of a step that is run alone. */
  step: z.exactOptional(json),
});
export type RunOverrides = z.infer<typeof RunOverrides>;
