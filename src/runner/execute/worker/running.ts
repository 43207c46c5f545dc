import type { Failure } from "../../model/failure.ts";
import type { ToWorker } from "../../model/protocol.ts";
import { StepwrightError } from "../../sdk/errors.ts";
import { placeOfCall } from "../../sdk/state.ts";
import { stepDied } from "../death.ts";
import { exitedWhileLoading } from "../load-failure.ts";
import { tell } from "./channel.ts";
import { describeThrown, placeInStack, thrownText } from "./thrown.ts";

/** An attempt that runs in this process. */
export interface RunningAttempt {
  readonly signal: AbortSignal;
  /** Rejects when the attempt has to end though its function has not. */
  readonly stopped: Promise<never>;
  /** True after that: the function may still be at work. */
  readonly wasStopped: boolean;
}

interface Entry extends RunningAttempt {
  readonly attempt: number;
  readonly abort: AbortController;
  readonly stop: (error: unknown) => void;
}

/** The attempts that run in this process, and what ends them from outside of their functions. */
export class RunningAttempts {
  readonly #entries = new Map<string, Entry>();

  /** Notes that an attempt begins. Whoever begins it says when it has ended. */
  begin(invocation: string, attempt: number): RunningAttempt {
    const abort = new AbortController();
    const { promise: stopped, reject } = Promise.withResolvers<never>();
    // It is awaited only while the function runs.
    stopped.catch(() => undefined);
    const entry = {
      attempt,
      abort,
      signal: abort.signal,
      stopped,
      wasStopped: false,
      stop: (error: unknown) => {
        entry.wasStopped = true;
        reject(error);
      },
    };
    this.#entries.set(invocation, entry);
    return entry;
  }

  end(invocation: string): void {
    this.#entries.delete(invocation);
  }

  /** Asks an attempt to end. */
  abort({ invocation, reason }: Extract<ToWorker, { type: "abort" }>): void {
    const entry = this.#entries.get(invocation);
    if (entry === undefined) return;
    tell({ type: "aborting", invocation });
    entry.abort.abort(
      reason === "timeout"
        ? new DOMException("The step took longer than its timeout.", "TimeoutError")
        : new DOMException("The run was stopped.", "AbortError"),
    );
  }

  /** Ends an attempt, whatever its function does. */
  abandon(invocation: string, error: Failure): void {
    this.#entries.get(invocation)?.stop(new StepwrightError(error));
  }

  /**
   * An error that nothing caught: in a timer, in a listener, in a promise that nobody awaits. It ends the attempt that set it going.
   * Where that cannot be told, as with a connection that the module itself opened, it ends all that run here.
   */
  uncaught(error: unknown): void {
    const here = this.#here();
    if (here !== undefined) here.stop(error);
    else if (placeOfCall().kind === "bare" && this.#entries.size > 0) for (const { stop } of this.#entries.values()) stop(error);
    else process.stderr.write(`${thrownText(error)}\n`);
  }

  /**
   * `process.exit` in a step ends the attempt and not the process, for the sake of what runs beside it and of its hooks; in a pipeline
   * function it is refused. While the module loads the coordinator is told where it was. Anywhere else nothing happens here.
   */
  exit(code: number): void {
    const place = placeOfCall();
    const thrownAt = placeInStack(describeThrown(new Error()).stack);
    switch (place.kind) {
      case "step": {
        const error = new StepwrightError(stepDied(place.context.step.id, { kind: "exit", code }, thrownAt));
        this.#here()?.stop(error);
        throw error;
      }
      case "recording":
        throw new StepwrightError({
          code: "SW1024",
          message: "The pipeline function called process.exit.",
          help: "A pipeline function returns or throws. Where the run should fail, throw an error.",
          ...(thrownAt && { at: thrownAt }),
        });
      case "loading":
        tell({ type: "loadFailed", error: exitedWhileLoading(code, thrownAt) });
        return;
      case "bare":
      case "program":
        return;
      default:
        place satisfies never;
    }
  }

  /** The attempt that set going what runs now, if it has not ended. */
  #here(): Entry | undefined {
    const place = placeOfCall();
    if (place.kind !== "step") return undefined;
    const { id, attempt } = place.context.step;
    const entry = this.#entries.get(id);
    return entry?.attempt === attempt ? entry : undefined;
  }
}
