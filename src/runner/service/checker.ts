import { readKept } from "../analysis/signature/cached.ts";
import type { ReadSignatures, WantedBinding } from "../analysis/signature/signatures.ts";
import { Analyzer } from "../compile/analyzer-client.ts";
import { userCache } from "../compile/user-cache.ts";
import { analyzerEntry, sdkTypes } from "../execute/own-files.ts";
import type { Failure } from "../model/failure.ts";
import { err, type Result } from "../model/result.ts";

/** What is asked of the checker. */
export interface CheckerQuestion {
  /** Absolute, without symbolic links. */
  readonly workspace: string;
  /** Absolute paths of the files that hold the bindings. */
  readonly files: readonly string[];
  readonly bindings: readonly WantedBinding[];
}

export interface CheckerOptions {
  /** Seconds without a question after which the thread ends; five minutes where it is not said. */
  readonly idleSeconds?: number;
  /** Called when the thread has ended because nobody asked. */
  readonly onReleased?: () => void;
}

/**
 * The type checker of the service: in a thread of its own, so that other questions do not wait for it. The thread starts with the first
 * question that nothing is known of from an earlier time. It ends when nobody has asked for a while, and its memory with it.
 */
export class Checker {
  readonly #idle: number;
  readonly #onReleased: () => void;
  readonly #analyzer = new Analyzer(analyzerEntry);
  #reading = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor({ idleSeconds = 300, onReleased = () => undefined }: CheckerOptions = {}) {
    this.#idle = idleSeconds * 1000;
    this.#onReleased = onReleased;
  }

  /** What is known from an earlier time and still true, at once: of a run, `check`, or this checker. It is about files on disk. */
  known(question: CheckerQuestion): ReadSignatures | undefined {
    return readKept(userCache(), { ...question, sdkTypes });
  }

  /**
   * Reads the source. In bounded time and memory, `SW2011` where that is not enough.
   *
   * @param unsaved texts of editors, by absolute path
   */
  async read(question: CheckerQuestion, unsaved: ReadonlyMap<string, string>): Promise<Result<ReadSignatures>> {
    clearTimeout(this.#timer);
    this.#reading += 1;
    try {
      return await this.#analyzer.warmSignatures(userCache(), { ...question, sdkTypes }, unsaved);
    } catch (error) {
      return err(ourFault(error));
    } finally {
      this.#reading -= 1;
      if (this.#reading === 0) {
        this.#timer = setTimeout(() => void this.close().then(this.#onReleased), this.#idle);
        this.#timer.unref();
      }
    }
  }

  /** Ends the thread when it has answered. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#analyzer.close();
  }
}

const ourFault = (error: unknown): Failure => ({
  code: "SW9001",
  message: `Types could not be read: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  help: "This is a bug in Stepwright. Please report it.",
});
