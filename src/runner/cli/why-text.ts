import type { ComparedWith, Reason, Why } from "../model/why.ts";
import type { Colors } from "./terminal.ts";
import { oneLine } from "./text/printable.ts";
import { pad, widest } from "./text/width.ts";

/** Lines of one diff that are shown; `--json` has all of them. */
const mostLines = 40;

/** Why a step ran, as a person reads it: what it is compared with, then one line a reason, and of code what changed in it. */
export function whyText({ step, decision, comparedWith, because }: Why, colors: Colors): string {
  const width = widest(
    because.map(({ part }) => part),
    12,
  );
  return [
    headline(colors.bold(oneLine(step)), { decision, comparedWith, because }),
    ...because.flatMap((reason) => [
      `  ${colors.dim(pad(reason.part, width))}  ${oneLine(`${reason.name} ${reason.detail}`)}`,
      ...diffLines(reason, colors).map((line) => `  ${" ".repeat(width)}    ${line}`),
    ]),
  ].join("\n");
}

function headline(step: string, { decision, comparedWith, because }: Pick<Why, "decision" | "comparedWith" | "because">): string {
  switch (decision) {
    case "hit":
      return `${step} was taken from the cache: nothing that counts has changed since ${shown(comparedWith)}.`;
    case "kept":
      return `${step} was kept from ${shown(comparedWith)}, which the run goes on from.${because.length > 0 ? " What is different now:" : ""}`;
    case "off":
      return `${step} ran, since the cache is not used for it:`;
    case "miss":
      return comparedWith === undefined ? `${step} ran:` : `${step} ran. What is different from ${shown(comparedWith)}:`;
    default:
      return decision satisfies never;
  }
}

/** `train of nightly-3 (2026-03-01T10:00:00.000Z)`. */
function shown(compared: ComparedWith | undefined): string {
  if (compared === undefined) return "an earlier run";
  const { run, name = run, step, at } = compared;
  return `${oneLine(step)} of ${oneLine(name)}${at === undefined ? "" : ` (${at})`}`;
}

function diffLines({ diff = "" }: Reason, colors: Colors): string[] {
  const lines = diff === "" ? [] : diff.split("\n");
  const more = lines.length > mostLines ? [colors.dim(`… ${lines.length - mostLines} more lines, see --json`)] : [];
  return [...lines.slice(0, mostLines).map((line) => colored(line, colors)), ...more];
}

function colored(line: string, colors: Colors): string {
  const text = oneLine(line);
  if (line.startsWith("+")) return colors.green(text);
  return line.startsWith("-") ? colors.red(text) : text;
}
