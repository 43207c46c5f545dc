import type { Result } from "../../model/result.ts";
import { ProgramMemory } from "./program.ts";
import { readFromSource, type ReadSignatures, type SignatureRequest } from "./signatures.ts";

export interface WarmCheckerOptions {
  /** Seconds without a question after which everything is forgotten; five minutes where it is not said. */
  readonly idleSeconds?: number;
  /** Called when everything was forgotten. */
  readonly onReleased?: () => void;
}

/**
 * A type checker for a process that lives long, such as the editor's service: it reads signatures again and again, and after an edit
 * parses only the file that changed. It takes much memory (see docs/architecture.md), and gives it back when nobody asks for a while.
 *
 * It reads in the thread that asks, for as long as the checker takes: give it a thread or process of its own.
 *
 * @example
 * const checker = new WarmChecker();
 * checker.setUnsaved("/home/ada/train.ts", document.getText());
 * const read = checker.read(request);
 */
export class WarmChecker {
  readonly #idle: number;
  readonly #onReleased: () => void;
  /** Unsaved text outlives what was made of it. */
  readonly #unsaved = new Map<string, string>();
  #memory: ProgramMemory | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor({ idleSeconds = 300, onReleased = () => undefined }: WarmCheckerOptions = {}) {
    this.#idle = idleSeconds * 1000;
    this.#onReleased = onReleased;
  }

  /** Whether it holds anything that a next question would be answered faster with. */
  get warm(): boolean {
    return this.#memory !== undefined;
  }

  /**
   * Lets text that is not saved stand in place of a file, which need not exist; `undefined` when it was saved or given up.
   *
   * @param file absolute path
   */
  setUnsaved(file: string, text: string | undefined): void {
    if (text === undefined) this.#unsaved.delete(file);
    else this.#unsaved.set(file, text);
  }

  /**
   * What the source says now: files are looked at anew, those that have not changed are not parsed again. See {@link readFromSource}.
   *
   * @param tell called with the identity of each binding before it is read
   */
  read(request: SignatureRequest, tell?: (identity: string) => void): Result<ReadSignatures> {
    clearTimeout(this.#timer);
    this.#memory ??= new ProgramMemory(this.#unsaved);
    try {
      return readFromSource(request, tell, this.#memory);
    } finally {
      this.#timer = setTimeout(() => {
        this.release();
      }, this.#idle);
      // Nobody waits for it: it must not keep the process alive.
      this.#timer.unref();
    }
  }

  /** Forgets everything but unsaved text. The next question starts from nothing. */
  release(): void {
    clearTimeout(this.#timer);
    if (this.#memory === undefined) return;
    this.#memory = undefined;
    this.#onReleased();
  }
}
