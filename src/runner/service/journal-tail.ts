import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { RunEvent } from "../model/events.ts";
import type { RunRecord } from "../model/record.ts";
import { RunFold } from "../store/fold.ts";

/** What came to a journal since it was last looked at. */
export interface Appended {
  readonly events: readonly RunEvent[];
  /** A line that is no event: what follows it builds on it, and is not read. */
  readonly damaged: boolean;
}

/** Reads a journal that another process writes, each line once. The last line may be half written; it is read when it is whole. */
export class JournalTail {
  readonly #path: string;
  readonly #runId: string;
  readonly #fold = new RunFold();
  #offset = 0;
  #rest = Buffer.alloc(0);
  #damaged = false;
  /** `seq` of the last event that was read; −1 for none. */
  lastSeq = -1;

  constructor(path: string, runId: string) {
    this.#path = path;
    this.#runId = runId;
  }

  /** The run so far; undefined before its first event. The same object all along. */
  get record(): RunRecord | undefined {
    return this.#fold.record;
  }

  read(): Appended {
    if (this.#damaged) return { events: [], damaged: true };
    const events: RunEvent[] = [];
    for (const line of this.#lines()) {
      const event = decode(line);
      if (event?.runId !== this.#runId) {
        this.#damaged = true;
        break;
      }
      this.#fold.apply(event);
      this.lastSeq = event.seq;
      events.push(event);
    }
    return { events, damaged: this.#damaged };
  }

  #lines(): string[] {
    const bytes = Buffer.concat([this.#rest, this.#appended()]);
    const end = bytes.lastIndexOf("\n");
    this.#rest = bytes.subarray(end + 1);
    return end < 0 ? [] : bytes.subarray(0, end).toString().split("\n");
  }

  /** Nothing where the file is gone, or is a link: a store that came with a clone must not lead elsewhere. */
  #appended(): Buffer {
    let file: number | undefined;
    try {
      // eslint has no opinion on flags; Windows has no such flag and no such links without rights.
      file = openSync(this.#path, constants.O_RDONLY | constants.O_NOFOLLOW);
      const size = fstatSync(file).size;
      const bytes = Buffer.alloc(Math.max(0, size - this.#offset));
      const read = readSync(file, bytes, 0, bytes.length, this.#offset);
      this.#offset += read;
      return bytes.subarray(0, read);
    } catch {
      return Buffer.alloc(0);
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }
}

const decode = (line: string): RunEvent | undefined => {
  try {
    const event = RunEvent.safeParse(JSON.parse(line));
    return event.success ? event.data : undefined;
  } catch {
    return undefined;
  }
};
