import type { FailureCode } from "./failure.ts";
import type { Location } from "./location.ts";
import type { FileRange, Range } from "./range.ts";

/** `error`: it cannot run so. `warning`: it runs, and probably not as meant. `hint`: worth knowing. */
export type Severity = "error" | "warning" | "hint";

/** A piece of a file to be replaced. `file` is relative to the workspace. An empty range inserts. */
export interface TextEdit {
  readonly file: string;
  readonly range: Range;
  readonly text: string;
}

/** A way to mend a finding: all of its edits together. */
export interface Fix {
  /** As an editor offers it: `Rename the id to "train_2"`. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/**
 * What the analysis finds in source without running it. Like a failure – the same codes, a message, a help – but with a whole piece of text as
 * its place, how bad it is, and ways to mend it.
 */
export interface Finding extends FileRange {
  readonly code: FailureCode;
  readonly severity: Severity;
  readonly message: string;
  readonly help: string;
  readonly related?: readonly { readonly at: Location; readonly message: string }[];
  readonly fixes?: readonly Fix[];
}
