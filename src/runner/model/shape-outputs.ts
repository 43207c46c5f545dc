import type { OutputShape, OutputSignature } from "./signature.ts";

/** The outputs of a step in order, however it returns them. */
export function shapeOutputs(shape: OutputShape): readonly OutputSignature[] {
  switch (shape.kind) {
    case "none":
      return [];
    case "single":
      return [shape.output];
    case "tuple":
    case "named":
      return shape.outputs;
    default:
      return shape satisfies never;
  }
}
