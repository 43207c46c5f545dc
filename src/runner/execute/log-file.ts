import { appendFileSync, closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** A step that floods its log must not fill the disk. */
const maxBytes = 64 * 1024 * 1024;

/** The log file of one attempt, seen from one process. The file is made when the first text is written. */
export class LogFile {
  readonly #path: string;
  #file: number | undefined;
  #bytes = 0;
  #full = false;
  #closed = false;

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

  /** Lets the file go. What is still written, by something that a step left going on, is added without keeping it open. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    this.#closed = true;
  }

  #append(text: string | Uint8Array): void {
    if (this.#file === undefined) {
      mkdirSync(dirname(this.#path), { recursive: true });
      if (this.#closed) {
        appendFileSync(this.#path, text);
        return;
      }
      this.#file = openSync(this.#path, "a");
    }
    if (typeof text === "string") writeSync(this.#file, text);
    else writeSync(this.#file, text);
  }
}
