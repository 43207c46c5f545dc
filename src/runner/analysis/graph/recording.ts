import type { Finding } from "../../model/finding.ts";
import type { GraphContext, GraphStep } from "../../model/graph.ts";
import { nextId } from "../../model/invocation-id.ts";
import type { CallPlace, HeldResult, VariablePlace } from "../../model/places.ts";
import type { FileRange } from "../../model/range.ts";
import type { Cell } from "./scope.ts";
import { handlesIn, type Call, type Value } from "./values.ts";

/** More calls than this are not drawn, and a loop that makes them is not followed further. */
const mostCalls = 5_000;
/** More expressions than this are not looked at: a loop that never ends must end here. */
const mostWork = 400_000;

/** Thrown where a pipeline function does more than is followed, as the stack's own end is; what has been recorded until then stands. */
export class Exhausted extends RangeError {}

/** A step of the graph, and what it was made of. */
export interface StepRecord {
  readonly step: GraphStep;
  /** Its outputs may become known after it is called. */
  readonly call: Call;
  readonly at: FileRange;
  /** Where the texts in its `after` stand. */
  readonly after: ReadonlyMap<string, FileRange>;
}

/** What reading a pipeline function has brought so far. */
export class Recording {
  readonly calls: CallPlace[] = [];
  readonly records: StepRecord[] = [];
  readonly findings: Finding[] = [];
  readonly within: GraphContext[] = [];
  readonly groups: string[] = [];
  readonly ids = new Set<string>();
  /** Name of the pipeline that is read; others may be called in it. */
  pipeline = "";
  /** Only running the function tells everything. */
  partial = false;
  /** How often a path was left that may or may not be taken. */
  exits = 0;
  readonly #groupIds = new Set<string>();
  readonly #variables = new Map<string, { readonly place: Omit<VariablePlace, "holds">; readonly holds: Map<string, HeldResult> }>();
  readonly #journals: Map<Cell, Value>[] = [];
  readonly #found = new Set<string>();
  #work = 0;

  /** @throws Exhausted */
  spend(): void {
    if (++this.#work > mostWork) throw new Exhausted();
  }

  /** @throws Exhausted */
  add(record: StepRecord, place: CallPlace): void {
    if (this.records.length >= mostCalls) throw new Exhausted();
    this.records.push(record);
    this.calls.push(place);
  }

  takeGroup(name: string): string {
    const id = nextId(this.#groupIds, name);
    this.#groupIds.add(id);
    return id;
  }

  /** Notes a finding, once for each place: a loop goes over the same code again. */
  report(finding: Finding): void {
    const key = JSON.stringify([finding.code, finding.file, finding.range]);
    if (this.#found.has(key)) return;
    this.#found.add(key);
    this.findings.push(finding);
  }

  /** Notes what a name holds where it is declared or used. */
  variable(name: string, value: Value, at: FileRange): void {
    // A function or object is not looked into each time it is named, unless it holds results itself.
    if (value.kind !== "handle" && value.kind !== "list" && value.kind !== "object" && value.kind !== "unknown") return;
    const handles = handlesIn(value);
    if (handles.length === 0) return;
    const key = `${at.file}:${String(at.range.start.line)}:${String(at.range.start.column)}`;
    const known = this.#variables.get(key) ?? { place: { ...at, name }, holds: new Map<string, HeldResult>() };
    for (const { call, output } of handles)
      known.holds.set(`${call.id}.${output ?? ""}`, { step: call.id, ...(output !== undefined && { output }) });
    this.#variables.set(key, known);
  }

  variables(): VariablePlace[] {
    return [...this.#variables.values()]
      .map(({ place, holds }) => ({ ...place, holds: [...holds.values()] }))
      .sort((a, b) => compare(a.file, b.file) || a.range.start.line - b.range.start.line || a.range.start.column - b.range.start.column);
  }

  assign(cell: Cell, value: Value): void {
    const journal = this.#journals.at(-1);
    if (journal !== undefined && !journal.has(cell)) journal.set(cell, cell.value);
    cell.value = value;
  }

  /**
   * Reads code that may be gone through or not, or several times.
   * @returns what each variable that it assigns held before
   */
  uncertain(context: GraphContext, read: () => void): ReadonlyMap<Cell, Value> {
    this.partial = true;
    const journal = new Map<Cell, Value>();
    this.#journals.push(journal);
    this.within.push(context);
    try {
      read();
    } finally {
      this.within.pop();
      this.#journals.pop();
    }
    return journal;
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
