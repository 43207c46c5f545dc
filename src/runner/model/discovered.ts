import type { Range } from "./range.ts";

/** A step or pipeline that a source file defines, as far as its syntax says. */
export interface Discovered {
  readonly kind: "step" | "pipeline";
  readonly name: string;
  /** `src/train.ts#trainModel`, `src/train.ts#steps.train`. */
  readonly identity: string;
  /** Relative to the workspace, with `/`. */
  readonly file: string;
  /** From 1; where the binding's name stands. */
  readonly line: number;
  readonly doc?: string;
  /** Of pipelines; as far as literal options say. */
  readonly dynamic: boolean;
}

/** The same with its place in the text, for editors. */
export interface PlacedDefinition extends Discovered {
  /** The name or key that it is bound to: where a lens or a mark stands. */
  readonly nameRange: Range;
  /** All of the definition: the declaration, property, element or method with its value. Comments before it are not part of it. */
  readonly range: Range;
}
