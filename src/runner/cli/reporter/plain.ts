import type { RunEvent } from "../../model/events.ts";
import type { Screen } from "../terminal.ts";
import { mark } from "../text/marks.ts";
import { oneLine } from "../text/printable.ts";
import { duration } from "../text/units.ts";
import { pad } from "../text/width.ts";
import { eventLine } from "./event-line.ts";
import { Progress } from "./progress.ts";
import { stepFacts } from "./region.ts";
import type { Reporter } from "./reporter.ts";

/** Milliseconds after which a step that still runs is mentioned, and mentioned again. */
const silence = 30_000;

/**
 * For a file, a pipe or a build server: one line for each step that ends. A step that takes long is mentioned now and then, so that the
 * log of a run that hangs says where.
 * @param now The clock, in milliseconds since 1970.
 */
export class PlainReporter implements Reporter {
  readonly #screen: Screen;
  readonly #now: () => number;
  readonly #progress = new Progress();
  readonly #timer: NodeJS.Timeout;
  /** When each running step was last mentioned. */
  readonly #mentioned = new Map<string, number>();

  constructor(screen: Screen, now: () => number) {
    this.#screen = screen;
    this.#now = now;
    this.#timer = setInterval(() => {
      this.mention();
    }, silence / 3).unref();
  }

  event(event: RunEvent): void {
    const line = eventLine(event, this.#progress, this.#screen.colors);
    this.#progress.apply(event);
    if (line !== undefined) this.#screen.line(line);
  }

  note(text: string): void {
    this.#screen.line(text);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Names the steps that have been running silently for a while. */
  mention(): void {
    const now = this.#now();
    for (const step of this.#progress.running.values()) {
      if (now - Math.max(this.#mentioned.get(step.id) ?? 0, step.startedAt) < silence) continue;
      this.#mentioned.set(step.id, now);
      const facts = [`running for ${duration(now - step.startedAt)}`, ...stepFacts(step)].join("  ");
      this.#screen.line(`${mark("running", this.#screen.colors)} ${pad(oneLine(step.id), this.#progress.idWidth)}  ${facts}`);
    }
  }
}
