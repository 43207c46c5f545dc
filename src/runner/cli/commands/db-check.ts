import { ok } from "../../model/result.ts";
import { checkStore, repairStore, type CheckReport } from "../../store/check/check-store.ts";
import type { StoreFinding } from "../../store/check/finding.ts";
import { printJson, type CommandResult, type Context } from "../context.ts";
import { exitStatus } from "../exit.ts";
import { noRuns } from "../reading.ts";
import type { Screen } from "../terminal.ts";
import { oneLine } from "../text/printable.ts";
import { bytes as size, plural } from "../text/units.ts";
import { openStoreOf } from "../workspace.ts";

/** Flags of `stepwright db check`. */
export interface DbCheckFlags {
  readonly repair?: true;
}

/** Looks for damage in the store. The status is 1 where something is damaged and was not repaired. */
export async function dbCheckCommand(context: Context, { repair }: DbCheckFlags): Promise<CommandResult> {
  const found = openStoreOf(context);
  if (!found.ok) return found;
  const { store, workspace } = found.value;
  if (store === undefined) return noRuns(workspace);
  const report = repair === true ? await repairStore(store) : await checkStore(store);
  if (!report.ok) return report;
  const repaired = repair === true;
  if (context.json) printJson(context, { ...report.value, repaired });
  else printReport(context.stdout, report.value, repaired);
  const damaged = report.value.findings.some(({ kind }) => kind === "damaged");
  return ok(damaged && !repaired ? exitStatus.failed : exitStatus.completed);
}

function printReport(screen: Screen, { findings, checked, aside }: CheckReport, repaired: boolean): void {
  for (const finding of findings) screen.line(findingText(finding, screen));
  const { versions, objects, bytes, records, journals, keys } = checked;
  const counts = [
    plural(versions, "version"),
    `${plural(objects, "content")} (${size(bytes)})`,
    plural(records, "record"),
    plural(journals, "journal"),
    plural(keys, "cache key"),
  ];
  screen.line(`Checked ${counts.join(", ")}.${aside === 0 ? "" : ` ${plural(aside, "damaged content")} set aside earlier.`}`);
  const of = (kind: StoreFinding["kind"]): number => findings.filter((finding) => finding.kind === kind).length;
  if (findings.length === 0) screen.line("Nothing is damaged, and nothing was left behind.");
  else if (repaired) screen.line(`${of("damaged")} damaged: taken out of their places. ${of("stray")} left behind: removed.`);
  else screen.line(`${of("damaged")} damaged, ${of("stray")} left behind. \`stepwright db check --repair\` takes care of them.`);
}

function findingText({ kind, path, message, help }: StoreFinding, { colors }: Screen): string {
  const mark = kind === "damaged" ? colors.red("damaged") : colors.yellow("stray");
  return `${mark} ${oneLine(path)}\n  ${oneLine(message)}\n  ${colors.bold("help:")} ${oneLine(help)}`;
}
