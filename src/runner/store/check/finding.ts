/**
 * Something in a store that is not as it should be. `damaged`: what was kept is lost or cannot be trusted. `stray`: what a process left
 * behind when it was killed; it takes room and does no harm.
 */
export interface StoreFinding {
  readonly kind: "damaged" | "stray";
  /** Relative to `.stepwright/`, with `/`. */
  readonly path: string;
  /** What is wrong, as a sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly help: string;
}

/** A finding with what a repair does about it; without it, only the person can do something. Throws what the system says. */
export interface Found extends StoreFinding {
  readonly mend?: () => void;
}
