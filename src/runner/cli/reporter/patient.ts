import type { RunEvent } from "../../model/events.ts";
import type { Screen } from "../terminal.ts";
import { PlainReporter } from "./plain.ts";
import type { Reporter } from "./reporter.ts";

/** Milliseconds after which a person wants to see that something goes on. */
const patience = 100;

/**
 * For a terminal: waits a moment before it loads what draws on the terminal. That takes about as long as a run whose results are all
 * cached, and such a run is over before there is anything to watch. Until then events are kept; a reporter is a fold of them, so it does
 * not matter when they come.
 */
export class PatientReporter implements Reporter {
  readonly #screen: Screen;
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  #kept: ((reporter: Reporter) => void)[] = [];
  #live: Reporter | undefined;
  #closed = false;

  /** @param load Makes the reporter that draws. */
  constructor(screen: Screen, now: () => number, load: () => Promise<Reporter>) {
    this.#screen = screen;
    this.#now = now;
    this.#timer = setTimeout(() => void this.show(load), patience).unref();
  }

  event(event: RunEvent): void {
    this.#tell((reporter) => reporter.event(event));
  }

  note(text: string): void {
    this.#tell((reporter) => reporter.note(text));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    if (this.#live === undefined) this.#replay(new PlainReporter(this.#screen, this.#now)).close();
    else this.#live.close();
  }

  /** Begins to draw. Called when the moment is over. */
  async show(load: () => Promise<Reporter>): Promise<void> {
    const live = await load();
    // The run may have ended while the module was loading; then everything is on the screen.
    if (this.#closed) live.close();
    else this.#live = this.#replay(live);
  }

  #tell(what: (reporter: Reporter) => void): void {
    if (this.#live === undefined) this.#kept.push(what);
    else what(this.#live);
  }

  #replay(reporter: Reporter): Reporter {
    for (const what of this.#kept) what(reporter);
    this.#kept = [];
    return reporter;
  }
}
