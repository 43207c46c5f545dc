import type { RunEvent } from "../../model/events.ts";

/** Shows a run while it goes on. */
export interface Reporter {
  event(event: RunEvent): void;
  /** A sentence of the command itself, such as that it cancels. */
  note(text: string): void;
  /** Ends the drawing; what is written to the screen afterwards stands below. */
  close(): void;
}
