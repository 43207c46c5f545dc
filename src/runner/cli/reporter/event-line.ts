import type { RunEvent } from "../../model/events.ts";
import type { Failure } from "../../model/failure.ts";
import type { Colors } from "../terminal.ts";
import { mark } from "../text/marks.ts";
import { outputsText } from "../text/output-text.ts";
import { oneLine } from "../text/printable.ts";
import { duration } from "../text/units.ts";
import { pad } from "../text/width.ts";
import type { Progress } from "./progress.ts";

/**
 * The line that stays on the screen for an event, or `undefined` where the event leaves none.
 * @param progress What was known before the event.
 */
export function eventLine(event: RunEvent, progress: Progress, colors: Colors): string | undefined {
  switch (event.event) {
    case "run.started":
      return `${colors.bold(oneLine(event.spec.pipeline))} ${colors.dim(oneLine(event.name))}`;
    case "step.completed": {
      const outputs = outputsText(progress.running.get(event.id)?.outputs ?? []);
      return line(mark("completed", colors), event.id, progress, took(event, progress), dim(outputs, colors));
    }
    case "step.cached": {
      const outputs = outputsText(Object.entries(event.outputs).map(([name, version]) => [name, version.preview]));
      return line(mark("cached", colors), event.id, progress, event.kept === undefined ? "cached" : "kept", dim(outputs, colors));
    }
    case "step.failed":
      return line(mark("failed", colors), event.id, progress, took(event, progress), headline(event.error));
    case "step.skipped":
      return line(mark("skipped", colors), event.id, progress, "skipped", dim(becauseText(event.because), colors));
    case "step.cancelled":
      return line(mark("cancelled", colors), event.id, progress, "cancelled", "");
    case "step.retrying": {
      const of = progress.running.get(event.id)?.maxAttempts ?? event.attempt + 1;
      const next = `attempt ${event.attempt} of ${of} failed, next in ${duration(event.delay * 1000)}:`;
      return line(mark("retrying", colors), event.id, progress, next, reason(event.error));
    }
    case "hook.ran":
      return event.error && line(colors.yellow("!"), event.id, progress, `hook ${oneLine(event.hook)} failed:`, reason(event.error));
    case "warning":
      return event.id === undefined
        ? `${colors.yellow("!")} ${oneLine(event.message)}`
        : line(colors.yellow("!"), event.id, progress, oneLine(event.message), "");
    case "step.added":
    case "step.ready":
    case "step.started":
    case "step.progress":
    case "artifact.saved":
    case "metadata.logged":
    case "tags.added":
    case "run.completed":
    case "run.failed":
    case "run.cancelled":
      // How the run ended is for the summary to say.
      return undefined;
    default:
      return event satisfies never;
  }
}

/** `skipped because of train`: the reasons as people read them. Empty where none are known. */
export function becauseText(because: readonly string[]): string {
  return because.length === 0 ? "" : `because of ${because.map(oneLine).join(", ")}`;
}

function line(sign: string, id: string, progress: Progress, fact: string, more: string): string {
  // What is coloured would keep the spaces before it, so nothing is added where there is nothing.
  const rest = more === "" ? fact : `${pad(fact, 6)}  ${more}`;
  return `${sign} ${pad(oneLine(id), progress.idWidth)}  ${rest}`;
}

function dim(text: string, colors: Colors): string {
  return text === "" ? "" : colors.dim(text);
}

function took(event: { readonly id: string; readonly at: number }, progress: Progress): string {
  const step = progress.running.get(event.id);
  return step === undefined ? "" : duration(event.at - step.startedAt);
}

/** What went wrong in a word: the rest of a long message stands below, where the run's failures are shown. */
const headline = ({ code, message }: Failure): string => `${code} ${oneLine(message.split("\n", 1)[0] ?? "")}`;

const reason = (error: Failure): string => `${error.code} ${oneLine(error.message)}`;
