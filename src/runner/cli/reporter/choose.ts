import type { Screen } from "../terminal.ts";
import { JsonLinesReporter } from "./json-lines.ts";
import type { Reporter } from "./reporter.ts";

/** The reporter that fits the command's flags and the terminal. Only the chosen one is loaded, because drawing on a terminal costs a start-up. */
export async function chooseReporter(json: boolean, stdout: Screen, stderr: Screen): Promise<Reporter> {
  if (json) return new JsonLinesReporter(stdout, stderr);
  if (stderr.live) {
    const { LiveReporter } = await import("./live.ts");
    return new LiveReporter(stderr, Date.now);
  }
  const { PlainReporter } = await import("./plain.ts");
  return new PlainReporter(stderr, Date.now);
}
