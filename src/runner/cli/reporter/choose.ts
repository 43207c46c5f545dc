import type { Screen } from "../terminal.ts";
import { JsonLinesReporter } from "./json-lines.ts";
import { PatientReporter } from "./patient.ts";
import { PlainReporter } from "./plain.ts";
import type { Reporter } from "./reporter.ts";

/** The reporter that fits the command's flags and the terminal. */
export function chooseReporter(json: boolean, stdout: Screen, stderr: Screen): Reporter {
  if (json) return new JsonLinesReporter(stdout, stderr);
  if (!stderr.live) return new PlainReporter(stderr, Date.now);
  return new PatientReporter(stderr, Date.now, async () => new (await import("./live.ts")).LiveReporter(stderr, Date.now));
}
