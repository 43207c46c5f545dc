import { isStandardSchema } from "../model/standard-schema.ts";
import { StepwrightError } from "./errors.ts";
import type { OutputOptions, StepOptions, StepSettings } from "./options.ts";

/** Options of a step in the one form that the rest works with: an output's schema alone is `{ schema }`. */
export const settled = ({ outputs, ...others }: StepOptions): StepSettings => ({
  ...others,
  ...(outputs !== undefined && {
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([name, said]): [string, OutputOptions] => [name, isStandardSchema(said) ? { schema: said } : said]),
    ),
  }),
});

/**
 * Refuses schemas in the options of a copy or a later change: every process that runs the step reads them from its definition.
 *
 * @throws StepwrightError `SW1021`
 */
export const refuseSchemas = (options: object): void => {
  const { inputs, outputs } = options as { readonly inputs?: unknown; readonly outputs?: Readonly<Record<string, unknown>> };
  const output = Object.entries(outputs ?? {}).find(([, said]) => isStandardSchema(said) || holdsSchema(said));
  if (inputs === undefined && output === undefined) return;
  throw new StepwrightError({
    code: "SW1021",
    message: `The option \`${output === undefined ? "inputs" : `outputs.${output[0]}`}\` holds a schema, which only the step itself can have.`,
    help: "Say it where the step is made: step({ inputs: { … } }, fn).",
  });
};

const holdsSchema = (said: unknown): boolean => typeof said === "object" && said !== null && "schema" in said && said.schema !== undefined;
