import type { RunEvent } from "../../../../src/runner/model/events.ts";
import type { Graph } from "../../../../src/runner/model/graph.ts";
import type { Invocation } from "../../../../src/runner/model/spec.ts";
import { start } from "./graphs.ts";

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Told = Without<RunEvent, "runId" | "seq" | "at">;

/** Numbers the events of one run, as the run itself does. */
export class EventStory {
  readonly #run: string;
  #seq = 0;

  constructor(run = "run-1") {
    this.#run = run;
  }

  /** `after` is when it happened, in milliseconds since the run began. */
  event(after: number, told: Told): RunEvent {
    this.#seq += 1;
    return { ...told, runId: this.#run, seq: this.#seq, at: start + after };
  }

  started(id: string, after: number, attempt = 1): RunEvent {
    return this.event(after, { event: "step.started", id, attempt, inputs: {}, pid: 4242 });
  }

  progress(id: string, after: number, fraction: number, message?: string): RunEvent {
    return this.event(after, { event: "step.progress", id, attempt: 1, fraction, ...(message === undefined ? {} : { message }) });
  }

  retrying(id: string, after: number, attempt: number, delay: number): RunEvent {
    return this.event(after, { event: "step.retrying", id, attempt, delay, error: threw(id, "the service is busy") });
  }

  completed(id: string, after: number, attempt = 1): RunEvent {
    return this.event(after, { event: "step.completed", id, attempt });
  }

  failed(id: string, after: number, message: string): RunEvent {
    return this.event(after, { event: "step.failed", id, attempt: 1, error: threw(id, message) });
  }

  skipped(id: string, after: number, because: readonly string[]): RunEvent {
    return this.event(after, { event: "step.skipped", id, because: [...because] });
  }

  cached(id: string, after: number): RunEvent {
    return this.event(after, {
      event: "step.cached",
      id,
      inputs: {},
      from: { run: "run-0", step: id },
      outputs: {},
      cache: { key: "k", parts: {} },
    });
  }

  /** Begins the run of a graph: the events that a panel gets where it was open before the run. */
  begin({ pipeline, file, steps }: Graph, retries: Readonly<Record<string, number>> = {}): RunEvent {
    return this.event(0, {
      event: "run.started",
      name: "training-2026-03-01",
      owner: { host: "here", boot: "", pid: 1, startedAt: start },
      environment: { node: "24.2.0", platform: "linux", stepwright: "0.1.0" },
      spec: {
        pipeline,
        identity: `${file}#${pipeline}`,
        file,
        parameters: {},
        options: { executionMode: "continueOnFailure" },
        invocations: steps.map((step) => invocationOf(step, retries[step.id])),
        outputs: {},
        dynamic: false,
      },
    });
  }

  /** Of a dynamic pipeline: another step was called. */
  added(step: Graph["steps"][number], after: number): RunEvent {
    return this.event(after, { event: "step.added", id: step.id, invocation: invocationOf(step, undefined) });
  }
}

function threw(id: string, message: string): Extract<RunEvent, { event: "step.failed" }>["error"] {
  return {
    code: "SW3001",
    message: `The step ${id} threw.`,
    help: "Mend the step, then run the pipeline again. Steps that had finished are taken from the cache.",
    at: { file: "src/training.ts", line: 42, column: 7 },
    thrown: { name: "RangeError", message, stack: `RangeError: ${message}\n    at ${id} (src/training.ts:42:7)` },
  };
}

function invocationOf({ id, step, inputs, outputs, after, group }: Graph["steps"][number], retries: number | undefined): Invocation {
  const bound = Object.entries(inputs).map(([name, binding]): [string, Invocation["inputs"][string]] => {
    if ("from" in binding) {
      const dot = binding.from.lastIndexOf(".");
      return [name, { kind: "output", from: { invocation: binding.from.slice(0, dot), output: binding.from.slice(dot + 1) } }];
    }
    return [name, { kind: "value", value: "value" in binding ? binding.value : null }];
  });
  return {
    id,
    step,
    inputs: Object.fromEntries(bound),
    slots: [],
    outputs: { kind: "named", outputs: outputs.map(({ name, type }) => ({ name, type, named: true })) },
    artifacts: {},
    after: [...after],
    ...(group === undefined ? {} : { group: [...group] }),
    options: retries === undefined ? {} : { retry: { maxRetries: retries } },
  };
}
