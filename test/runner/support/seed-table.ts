import { readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod/mini";

/** Where the code blocks of "Steps & Pipelines" lie as TypeScript, one file a section. */
export const seedFolder = path.resolve(import.meta.dirname, "../../fixtures/seed");

const Output = z.object({ artifact: z.string(), value: z.optional(z.json()) });

const Step = z.object({
  step: z.string(),
  status: z.string(),
  parameters: z._default(z.record(z.string(), z.json()), {}),
  /** `INVOCATION.OUTPUT` by input. */
  inputs: z._default(z.record(z.string(), z.string()), {}),
  outputs: z.record(z.string(), Output),
  log: z.optional(z.string()),
});

/** What the page says that one pipeline yields. */
const SeedCase = z.object({
  section: z.string(),
  file: z.string(),
  pipeline: z.string(),
  /** Parameters as a person types them. */
  given: z._default(z.record(z.string(), z.string()), {}),
  /** What the pipeline function itself prints. */
  printed: z.optional(z.string()),
  /** Either the code of the refusal, or what the run is. */
  error: z.optional(z.string()),
  run: z.optional(
    z.object({
      status: z.string(),
      parameters: z._default(z.record(z.string(), z.json()), {}),
      steps: z.record(z.string(), Step),
      /** Artifact names by output. */
      outputs: z._default(z.record(z.string(), z.string()), {}),
    }),
  ),
});
export type SeedCase = z.infer<typeof SeedCase>;

/** The table, one case a pipeline. */
export const seedCases: readonly SeedCase[] = z
  .array(SeedCase)
  .parse(JSON.parse(readFileSync(path.join(seedFolder, "expected.json"), "utf8")));
