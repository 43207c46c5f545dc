import type { NewRunEvent } from "../model/events.ts";
import type { FromWorker } from "../model/protocol.ts";

/** What a running step says, besides how it ends. */
export type WorkerNote = Extract<FromWorker, { type: "progress" | "metadata" | "tags" | "saved" | "hook" }>;

/** A step's note as an event of its run. */
export const eventOfNote = (note: WorkerNote): NewRunEvent => {
  const { invocation: id, attempt } = note;
  switch (note.type) {
    case "progress": {
      const { fraction, message } = note;
      return {
        event: "step.progress",
        id,
        attempt,
        ...(fraction !== undefined && { fraction }),
        ...(message !== undefined && { message }),
      };
    }
    case "metadata":
      return { event: "metadata.logged", id, metadata: { ...note.metadata } };
    case "tags":
      return { event: "tags.added", id, tags: [...note.tags] };
    case "saved":
      return { event: "artifact.saved", id, version: note.version };
    case "hook":
      return { event: "hook.ran", id, attempt, hook: note.hook, ...(note.error && { error: note.error }) };
    default:
      return note satisfies never;
  }
};
