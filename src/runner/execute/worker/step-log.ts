import { appendFileSync, closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { StepContext } from "../../sdk/context.ts";
import { placeOfCall } from "../../sdk/state.ts";

/** A step that floods its log must not fill the disk. */
const maxBytes = 64 * 1024 * 1024;

/** The log file of one attempt. The file is made when the first text is written. */
export class StepLog {
  readonly #path: string;
  #file: number | undefined;
  #bytes = 0;
  #full = false;

  constructor(path: string) {
    this.#path = path;
  }

  write(text: string | Uint8Array): void {
    if (this.#full) return;
    this.#bytes += text.length;
    try {
      if (this.#bytes > maxBytes) {
        this.#full = true;
        this.#append(`\n[The log is cut here: it has reached ${String(maxBytes / 1024 / 1024)} MB.]\n`);
      } else this.#append(text);
    } catch {
      // A full disk must not fail a step for what it says; the output itself will tell.
      this.#full = true;
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #append(text: string | Uint8Array): void {
    if (this.#file === undefined) {
      mkdirSync(dirname(this.#path), { recursive: true });
      this.#file = openSync(this.#path, "a");
    }
    if (typeof text === "string") writeSync(this.#file, text);
    else writeSync(this.#file, text);
  }
}

const logs = new WeakMap<StepContext, { readonly log: StepLog; readonly path: string; open: boolean }>();

/** Says where what the step of this context writes belongs. Gives back how to end it. */
export const attachLog = (context: StepContext, path: string): (() => void) => {
  const entry = { log: new StepLog(path), path, open: true };
  logs.set(context, entry);
  return () => {
    entry.open = false;
    entry.log.close();
  };
};

/** Writes to the log of the running step. False where no step is running: then the text belongs to the process. */
const writeToStep = (text: string | Uint8Array): boolean => {
  const place = placeOfCall();
  if (place.kind !== "step") return false;
  const entry = logs.get(place.context);
  if (entry === undefined) return false;
  if (entry.open) entry.log.write(text);
  // A step that has ended may still have something going on that writes.
  else appendFileSync(entry.path, text);
  return true;
};

/** Sends what steps write to standard output and error, by `console` or directly, to their own logs, also across `await`. */
export const captureOutput = (): void => {
  for (const stream of [process.stdout, process.stderr]) {
    const original = stream.write.bind(stream);
    const write = (
      chunk: string | Uint8Array,
      encodingOrDone?: BufferEncoding | ((error?: Error | null) => void),
      done?: (error?: Error | null) => void,
    ): boolean => {
      const [encoding, callback] = typeof encodingOrDone === "function" ? [undefined, encodingOrDone] : [encodingOrDone, done];
      const text =
        typeof chunk === "string" && encoding !== undefined && encoding !== "utf8" && encoding !== "utf-8"
          ? Buffer.from(chunk, encoding)
          : chunk;
      if (!writeToStep(text)) return original(text, callback);
      if (callback !== undefined) process.nextTick(callback);
      return true;
    };
    stream.write = write;
  }
};
