import type { JsonSchemas } from "../model/json-schema.ts";
import type { StepSchemas } from "../model/protocol.ts";
import type { Signatures, ValueType } from "../model/signature.ts";

/** What workers check values by, of steps where there is anything to check. */
export const stepSchemas = ({ signatures }: Signatures): Record<string, StepSchemas> =>
  Object.fromEntries(
    signatures
      .filter(({ kind }) => kind === "step")
      .map(({ identity, types }): [string, StepSchemas] => [
        identity,
        { inputs: schemasOf(types.inputs), outputs: schemasOf(types.outputs) },
      ])
      .filter(([, { inputs, outputs }]) => Object.keys(inputs).length + Object.keys(outputs).length > 0),
  );

const schemasOf = (types: Readonly<Record<string, ValueType>>): JsonSchemas =>
  Object.fromEntries(Object.entries(types).flatMap(([name, { schema }]) => (schema === undefined ? [] : [[name, schema]])));
