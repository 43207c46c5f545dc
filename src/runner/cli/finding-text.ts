import type { Finding, Severity } from "../model/finding.ts";
import { startOf } from "../model/range.ts";
import type { Colors } from "./terminal.ts";
import { codeFrame } from "./text/code-frame.ts";
import { absolutePath, placeText, type Places } from "./text/place.ts";
import { printable } from "./text/printable.ts";
import { plural } from "./text/units.ts";

/**
 * A finding as a compiler prints it: the place first, where terminals and editors look for it.
 *
 * ```text
 * src/train.ts:12:34 error[SW1002] The invocation id `best` is used twice in this pipeline.
 *   12 │   train.withOptions({ id: "best" })(data);
 *      │                           ^^^^^^
 *   help: Give each call an id of its own, or leave the id out.
 *   fix: Rename the id to "best_2"
 * ```
 */
export function findingText(finding: Finding, places: Places, colors: Colors): string {
  const [title = "", ...rest] = printable(finding.message).split("\n");
  const label = colors.bold(colorOf(finding.severity, colors)(`${finding.severity}[${finding.code}]`));
  const lines = [`${colors.cyan(placeText(startOf(finding), places))} ${label} ${title}`, ...rest.map((line) => `  ${line}`)];
  lines.push(...codeFrame(absolutePath(finding, places), finding.range.start, finding.range.end).map((line) => `  ${line}`));
  for (const { at, message } of finding.related ?? []) lines.push(`  ${printable(message)} ${colors.cyan(`(${placeText(at, places)})`)}`);
  lines.push(`  ${colors.bold("help:")} ${printable(finding.help)}`);
  for (const { title: fix } of finding.fixes ?? []) lines.push(`  ${colors.bold("fix:")} ${printable(fix)}`);
  return lines.join("\n");
}

function colorOf(severity: Severity, colors: Colors): (text: string) => string {
  switch (severity) {
    case "error":
      return colors.red;
    case "warning":
      return colors.yellow;
    case "hint":
      return colors.cyan;
    default:
      return severity satisfies never;
  }
}

/** `2 errors and 1 hint in 12 files`. */
export function findingsSummary(findings: readonly Finding[], files: number): string {
  const counts = (["error", "warning", "hint"] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [plural(count, severity)];
  });
  const last = counts.pop();
  const what = last === undefined ? "No findings" : counts.length === 0 ? last : `${counts.join(", ")} and ${last}`;
  return `${what} in ${plural(files, "file")}.`;
}
