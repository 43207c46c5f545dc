/** Why a step ran, or did not have to: what `stepwright why --json` prints. Fields may be added, never renamed or removed. */
export interface Why {
  /** The invocation. */
  readonly step: string;
  /**
   * `hit`: taken from the cache. `kept`: taken over from the earlier run that this one goes on from, whatever the cache says. `miss`: run.
   * `off`: run, since the cache is not used for it.
   */
  readonly decision: "hit" | "kept" | "miss" | "off";
  /** Of a hit or what was kept, the step run that made the outputs, else the nearest earlier one; absent where there is none. */
  readonly comparedWith?: ComparedWith;
  /** What differs. Empty for a hit; of a kept step it is what has changed since, and did not count. */
  readonly because: readonly Reason[];
}

export interface ComparedWith {
  /** Id of the run. */
  readonly run: string;
  /** Name of the run; absent where its record is gone. */
  readonly name?: string;
  /** The invocation in that run. */
  readonly step: string;
  /** When it ended, ISO 8601 in UTC; absent where that is not known any more. */
  readonly at?: string;
}

/** A part of the cache key, or what kept an earlier result from being used. */
export type ReasonPart =
  "new" | "off" | "expired" | "missing" | "code" | "package" | "parameter" | "input" | "output" | "file" | "env" | "key" | "node";

/** One thing that differs. */
export interface Reason {
  readonly part: ReasonPart;
  /** What of it: a function, a package, a parameter, an input, a file … */
  readonly name: string;
  /** How it differs, to be read behind the name. */
  readonly detail: string;
  /** Of code: where it stands, relative to the workspace. */
  readonly file?: string;
  /** Of code: lines that begin with `-` (before), `+` (now) or a space. */
  readonly diff?: string;
}
