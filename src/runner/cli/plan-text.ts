import type { Plan } from "../model/plan.ts";
import type { ComparedWith, Reason } from "../model/why.ts";
import type { Screen } from "./terminal.ts";
import { oneLine } from "./text/printable.ts";
import { plural } from "./text/units.ts";
import { fit, pad, widest } from "./text/width.ts";

type PlannedStep = Plan["steps"][number];

/**
 * What a run would do, a line a step in the order of the calls.
 *
 * ```text
 * trainingPipeline  src/train.ts  2 to run, 1 cached, 1 open
 *
 * ◉ loadData  cached   from nightly-3
 * ▸ train     run      scale in src/features.ts changed
 * ? evaluate  open     model will be made by train
 * ```
 */
export function planText(plan: Plan, screen: Screen): string {
  const { colors } = screen;
  const head = `${colors.bold(oneLine(plan.pipeline))}  ${colors.dim(`${oneLine(plan.file)}  ${countsText(plan)}`)}`;
  if (plan.steps.length === 0) return head;
  const width = widest(
    plan.steps.map(({ id }) => oneLine(id)),
    40,
  );
  const columns = screen.columns();
  const lines = plan.steps.map((step) => {
    const { sign, word, color } = looks[step.plan.decision];
    const line = `${colors[color](sign)} ${pad(oneLine(step.id), width)}  ${pad(word, 6)}  ${colors.dim(oneLine(detail(step)))}`.trimEnd();
    return columns === undefined ? line : fit(line, columns);
  });
  return [head, "", ...lines].join("\n");
}

const looks = {
  hit: { sign: "◉", word: "cached", color: "cyan" },
  kept: { sign: "◉", word: "kept", color: "cyan" },
  miss: { sign: "▸", word: "run", color: "blue" },
  off: { sign: "▸", word: "run", color: "blue" },
  unknown: { sign: "?", word: "open", color: "dim" },
} as const satisfies Record<PlannedStep["plan"]["decision"], { sign: string; word: string; color: string }>;

function countsText({ steps, dynamic }: Plan): string {
  if (steps.length === 0) return dynamic === true ? "dynamic: its steps are known when it runs" : "no steps";
  const count = (...decisions: readonly PlannedStep["plan"]["decision"][]): number =>
    steps.filter(({ plan }) => decisions.includes(plan.decision)).length;
  const counts = [
    [count("miss", "off"), "to run"],
    [count("hit"), "cached"],
    [count("kept"), "kept"],
    [count("unknown"), "open"],
  ] as const;
  return `${plural(steps.length, "step")}: ${counts.flatMap(([number, word]) => (number === 0 ? [] : [`${String(number)} ${word}`])).join(", ")}`;
}

function detail({ plan: { decision, comparedWith, because } }: PlannedStep): string {
  switch (decision) {
    case "hit":
      return fromText(comparedWith);
    case "kept":
      return because.length === 0 ? fromText(comparedWith) : `${fromText(comparedWith)}, though ${because.map(shortReason).join("; ")}`;
    case "miss":
    case "unknown":
      return because.map(shortReason).join("; ");
    case "off":
      return `the ${because.map(shortReason).join("; ")}`;
    default:
      return decision satisfies never;
  }
}

const fromText = (made: ComparedWith | undefined): string => (made === undefined ? "" : `from ${made.name ?? made.run}`);
const shortReason = ({ name, detail: how }: Reason): string => `${name} ${how}`;
