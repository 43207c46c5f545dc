import type { Failure } from "../../model/failure.ts";
import { err, ok, type Result } from "../../model/result.ts";
import type { ClassOrigin } from "../../model/signature.ts";
import type { Invocation } from "../../model/spec.ts";
import { isOutputs } from "../../sdk/outputs.ts";

/** One output of a step, before it is stored. */
export interface OutputValue {
  readonly name: string;
  readonly type: string;
  readonly class?: ClassOrigin | undefined;
  readonly value: unknown;
}

/** Takes what a step returned apart into its outputs; `SW1015` where it is not what the source says. */
export const splitOutputs = (invocation: Invocation, returned: unknown): Result<OutputValue[]> => {
  const shape = invocation.outputs;
  switch (shape.kind) {
    case "none":
      return ok([]);
    case "single":
      if (isOutputs(returned)) {
        return err(
          wrongOutputs(
            invocation,
            `outputs({ ${Object.keys(returned).join(", ")} }), but its source was read as one output`,
            "Return outputs({ … }) directly from the step's own function, so that the names can be read.",
          ),
        );
      }
      return ok([{ ...shape.output, value: returned }]);
    case "tuple":
      if (!Array.isArray(returned) || returned.length !== shape.outputs.length) {
        return err(
          wrongOutputs(
            invocation,
            `${Array.isArray(returned) ? `${String(returned.length)} values` : `a ${typeof returned}`}, not ${String(shape.outputs.length)} values`,
            `Return an array of ${String(shape.outputs.length)}: ${names(shape.outputs)}.`,
          ),
        );
      }
      return ok(shape.outputs.map((output, index) => ({ ...output, value: returned[index] as unknown })));
    case "named": {
      if (!isOutputs(returned))
        return err(
          wrongOutputs(
            invocation,
            `a ${typeof returned}, not outputs({ … })`,
            `Return outputs({ ${names(shape.outputs)} }) on every path.`,
          ),
        );
      const missing = shape.outputs.find((output) => !(output.name in returned));
      const unknown = Object.keys(returned).find((key) => shape.outputs.every((output) => output.name !== key));
      if (missing !== undefined || unknown !== undefined) {
        return err(
          wrongOutputs(
            invocation,
            missing === undefined ? `an output \`${String(unknown)}\` that its source does not name` : `no output \`${missing.name}\``,
            `Return outputs({ ${names(shape.outputs)} }) on every path.`,
          ),
        );
      }
      return ok(shape.outputs.map((output) => ({ ...output, value: returned[output.name] })));
    }
    default:
      return shape satisfies never;
  }
};

const names = (outputs: readonly { readonly name: string }[]): string => outputs.map((output) => output.name).join(", ");

const wrongOutputs = (invocation: Invocation, found: string, help: string): Failure => ({
  code: "SW1015",
  message: `\`${invocation.id}\` returned ${found}.`,
  help,
  ...(invocation.at && { at: invocation.at }),
});
