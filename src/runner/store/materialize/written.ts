import type { Content, Materialized, Seal } from "../../model/artifact.ts";
import type { JsonObject } from "../../model/json.ts";
import type { Store } from "../store.ts";

/** What to save, and where: shared by all forms. */
export interface Target {
  readonly store: Store;
  /** Name of the output, for messages. */
  readonly output: string;
}

/** A value whose content is in the store, before it is described. */
export interface Written {
  readonly materializer: string;
  readonly content: Content;
  /** How its file stood when it was written, where it is large. */
  readonly seal?: Seal | undefined;
  /** The content itself, where it is text. */
  readonly text?: string;
  readonly className?: string;
  /** What preview and metadata are made from, where that is not the value itself. */
  readonly shown?: unknown;
  /** Facts besides those that every value of its kind has. */
  readonly metadata?: JsonObject;
  readonly warning?: string;
}

/** A saved value: its content is in the store. */
export interface Saved {
  readonly materialized: Materialized;
  /** The content itself, where it is text of at most 16 kB: it travels with messages, so that no file is read. */
  readonly inline?: string;
  /** How its file stood when it was written, where it is large. */
  readonly seal?: Seal;
  /** Something the person should know, such as that only this Node reads the file. */
  readonly warning?: string;
}

/** A value in the store, to be loaded. */
export interface Source {
  readonly store: Store;
  readonly materialized: Materialized;
  /** What `Saved.inline` said. */
  readonly inline?: string | undefined;
  /** How its file stood when it was last known to be intact. */
  readonly seal?: Seal | undefined;
}
