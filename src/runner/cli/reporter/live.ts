import { createLogUpdate } from "log-update";
import type { RunEvent } from "../../model/events.ts";
import type { Screen } from "../terminal.ts";
import { fit } from "../text/width.ts";
import { eventLine } from "./event-line.ts";
import { Progress } from "./progress.ts";
import { frameTime, region } from "./region.ts";
import type { Reporter } from "./reporter.ts";

/**
 * For a terminal: finished steps scroll by above a region with the running ones.
 * The screen is drawn a few times a second and not at each event, so that a run of thousands of short steps is not slowed down by it.
 * @param now The clock, in milliseconds since 1970.
 */
export class LiveReporter implements Reporter {
  readonly #screen: Screen;
  readonly #now: () => number;
  readonly #progress = new Progress();
  readonly #update: ReturnType<typeof createLogUpdate>;
  readonly #timer: NodeJS.Timeout;
  #waiting: string[] = [];

  constructor(screen: Screen, now: () => number) {
    this.#screen = screen;
    this.#now = now;
    this.#update = createLogUpdate(screen.stream);
    this.#timer = setInterval(() => {
      this.draw();
    }, frameTime).unref();
    this.draw();
  }

  event(event: RunEvent): void {
    const line = eventLine(event, this.#progress, this.#screen.colors);
    this.#progress.apply(event);
    if (line !== undefined) this.#waiting.push(line);
  }

  note(text: string): void {
    this.#waiting.push(text);
    this.draw();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#update.clear();
    this.#writeWaiting((text) => {
      this.#screen.line(text);
    });
    this.#update.done();
  }

  /** Brings the screen up to date. */
  draw(): void {
    this.#writeWaiting((text) => {
      this.#update.persist(text);
    });
    const extent = { columns: this.#columns(), rows: this.#screen.stream.rows ?? 24 };
    this.#update(region(this.#progress, this.#now(), extent, this.#screen.colors));
  }

  #writeWaiting(write: (text: string) => void): void {
    if (this.#waiting.length === 0) return;
    const columns = this.#columns();
    write(this.#waiting.map((line) => fit(line, columns)).join("\n"));
    this.#waiting = [];
  }

  #columns(): number {
    return this.#screen.columns() ?? 80;
  }
}
