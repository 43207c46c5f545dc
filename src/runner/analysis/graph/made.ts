import type { FileRange } from "../../model/range.ts";
import type { FunctionValue, Value } from "./values.ts";

/** A step or pipeline, as the source makes it. */
export interface Made {
  readonly kind: "step" | "pipeline";
  readonly name: string;
  readonly dynamic: boolean;
  /** Absent where no top-level binding holds it. */
  readonly identity?: string;
  /** Where its name stands, or its making. */
  readonly at: FileRange;
  /** Its function, where the source shows it. */
  readonly fn?: FunctionValue;
}

/** What `withOptions` and the definition say that the graph shows. */
export interface MadeOptions {
  readonly name?: string;
  readonly id?: Value;
  readonly after?: Value;
  /** Inputs that calls need not name. */
  readonly parameters?: ReadonlyMap<string, Value>;
}
