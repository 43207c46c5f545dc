import type { RunEvent } from "../../model/events.ts";
import type { Screen } from "../terminal.ts";
import type { Reporter } from "./reporter.ts";

/** For programs: each event as one line of JSON. The run's last event is left out, because the command ends with one that holds the whole run. */
export class JsonLinesReporter implements Reporter {
  readonly #stdout: Screen;
  readonly #stderr: Screen;

  constructor(stdout: Screen, stderr: Screen) {
    this.#stdout = stdout;
    this.#stderr = stderr;
  }

  event(event: RunEvent): void {
    if (event.event === "run.completed" || event.event === "run.failed" || event.event === "run.cancelled") return;
    this.#stdout.line(JSON.stringify(event));
  }

  note(text: string): void {
    this.#stderr.line(text);
  }

  close(): void {
    // Every line is written as it comes.
  }
}
