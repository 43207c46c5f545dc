import {
  closeSync,
  fdatasyncSync,
  ftruncateSync,
  futimesSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { RunEvent } from "../model/events.ts";
import { ok, type Result } from "../model/result.ts";
import { errorCode, inFolder, onDisk } from "./disk.ts";
import { isRunId, journalFolder, journalPath } from "./paths.ts";
import type { Store } from "./store.ts";

/** The events of one run on disk, one JSON line each. Only the process that runs the run writes it. */
export interface Journal {
  /** Adds events with one write. Other processes see all of a line or nothing that counts. Where it fails, none was added. */
  append(...events: readonly RunEvent[]): Result<void>;
  /** Returns when what was appended survives a power cut. */
  flush(): Result<void>;
  /** A sign of life: sets the time of the file. Nothing happens where that cannot be done, or it is closed. */
  beat(): void;
  /** Closing twice is allowed. */
  close(): void;
}

/** Between two signs of life of a run that goes on, in milliseconds. */
export const beatEvery = 20_000;

/** Begins the journal of a new run. */
export function openJournal(store: Store, runId: string): Result<Journal> {
  const path = journalPath(store, runId);
  const file = onDisk(path, () => inFolder(journalFolder(store), () => openSync(path, "ax")));
  return file.ok ? ok(new FileJournal(path, file.value)) : file;
}

class FileJournal implements Journal {
  readonly #path: string;
  readonly #file: number;
  /** Bytes of whole lines. */
  #size = 0;
  #open = true;

  constructor(path: string, file: number) {
    this.#path = path;
    this.#file = file;
  }

  append(...events: readonly RunEvent[]): Result<void> {
    // The system gives the number of a closed file to another one.
    if (!this.#open) throw new Error("The journal is closed");
    const lines = Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(""));
    return onDisk(this.#path, () => {
      try {
        for (let at = 0; at < lines.length;) at += writeSync(this.#file, lines, at);
        this.#size += lines.length;
      } catch (error) {
        // A disk that is full takes half a line; the next line must not stand behind it.
        ftruncateSync(this.#file, this.#size);
        throw error;
      }
    });
  }

  flush(): Result<void> {
    return onDisk(this.#path, () => {
      fdatasyncSync(this.#file);
    });
  }

  beat(): void {
    if (!this.#open) return;
    const now = Date.now() / 1000;
    // The run goes on without it; the next event will tell what is wrong with the disk.
    onDisk(this.#path, () => {
      futimesSync(this.#file, now, now);
    });
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#file);
  }
}

/** What a journal says. `damaged`: lines that do not count, because one among them cannot be read; 0 for a whole journal. */
export interface JournalContent {
  readonly events: RunEvent[];
  readonly damaged: number;
}

/**
 * Reads the journal of a run, live or left behind; empty where there is none. The last line may be half written, because the run goes
 * on or its process died: it is dropped. At a damaged line before that the reading ends, since what follows builds on it.
 */
export function readJournal(store: Store, runId: string): JournalContent {
  const lines = readJournalLines(journalPath(store, runId));
  const events: RunEvent[] = [];
  for (const [index, line] of lines.entries()) {
    const event = decode(line);
    if (event?.runId !== runId) {
      const isLast = index === lines.length - 1;
      return { events, damaged: isLast ? 0 : lines.length - index };
    }
    events.push(event);
  }
  return { events, damaged: 0 };
}

/** The lines of a journal, the last one perhaps half; none where there is no file, or a link to one. */
export function readJournalLines(path: string): string[] {
  try {
    // Links are not followed: a store that came with a clone must not make us read files elsewhere.
    if (lstatSync(path, { throwIfNoEntry: false })?.isFile() !== true) return [];
    const lines = readFileSync(path, "utf8").split("\n");
    if (lines.at(-1) === "") lines.pop();
    return lines;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return [];
  }
}

function decode(line: string): RunEvent | undefined {
  try {
    const event = RunEvent.safeParse(JSON.parse(line));
    return event.success ? event.data : undefined;
  } catch {
    return undefined;
  }
}

/** Removes the journal of a run, once the database knows all of it. */
export function removeJournal(store: Store, runId: string): Result<void> {
  const path = journalPath(store, runId);
  return onDisk(path, () => {
    rmSync(path, { force: true });
  });
}

/** Ids of the runs that have a journal, oldest first. */
export function listJournals(store: Store): string[] {
  const names = onDisk(journalFolder(store), () => readdirSync(journalFolder(store)));
  if (!names.ok) return [];
  const ids = names.value.map((name) => name.replace(/\.jsonl$/, ""));
  return ids.filter((id, index) => isRunId(id) && names.value[index] === `${id}.jsonl`).sort();
}
