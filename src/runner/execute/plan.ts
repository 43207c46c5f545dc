import type { CacheKey } from "../model/events.ts";
import type { Plan, PlannedStep } from "../model/plan.ts";
import type { Invocation, PipelineSpec } from "../model/spec.ts";
import { artifactsIn } from "../store/bindings.ts";
import { graphOfSpec } from "../model/graph-of-spec.ts";
import { lookAtObject } from "../store/objects.ts";
import { readRun } from "../store/queries/read-run.ts";
import { codeTexts, type CodeTexts } from "../store/queries/why/code-texts.ts";
import { nearestEarlier, type ReadRun } from "../store/queries/why/earlier.ts";
import { keyChanges } from "../store/queries/why/key-changes.ts";
import { compared, comparedWith, forgotten, lostReasons, newReason, offReason } from "../store/queries/why/reasons.ts";
import type { Store } from "../store/store.ts";
import { readVersion } from "../store/versions.ts";
import { Answers, type Answer } from "./answers.ts";
import type { EarlierRun } from "./earlier-run.ts";
import { InputTable } from "./input-table.ts";
import type { KeyMaker } from "./key-maker.ts";

export interface PlanOptions {
  readonly store: Store;
  readonly trusted: boolean;
  readonly keys: KeyMaker;
  readonly earlier?: EarlierRun | undefined;
}

/** What a run of a recorded pipeline would do with each step. Nothing is run and nothing written. */
export const planOf = async (spec: PipelineSpec, options: PlanOptions): Promise<Plan> => {
  const planner = new Planner(spec, options, await codeTexts(options.store, options.keys.texts));
  const planned = new Map(spec.invocations.map((invocation) => [invocation.id, planner.plan(invocation)]));
  const graph = graphOfSpec(spec);
  return {
    ...graph,
    steps: graph.steps.flatMap((step) => {
      const plan = planned.get(step.id);
      return plan === undefined ? [] : [{ ...step, plan }];
    }),
  };
};

type StepPlan = Omit<PlannedStep, "step">;

/** Goes through the calls in their order, as what a step makes is known only where it would not run. */
class Planner {
  readonly #spec: PipelineSpec;
  readonly #options: PlanOptions;
  readonly #texts: CodeTexts;
  readonly #inputs: InputTable;
  readonly #answers: Answers;
  readonly #made = new Set<string>();
  readonly #runs = new Map<string, ReturnType<ReadRun>>();

  constructor(spec: PipelineSpec, options: PlanOptions, texts: CodeTexts) {
    this.#spec = spec;
    this.#options = options;
    this.#texts = texts;
    this.#inputs = new InputTable(options.store);
    this.#answers = new Answers({ ...options, inputs: this.#inputs, inspect: lookAtObject });
  }

  plan(invocation: Invocation): StepPlan {
    const open = this.#openInputs(invocation);
    if (open.length > 0) return this.#unknown(invocation, open);
    const answer = this.#answers.find(invocation);
    if (answer !== undefined) return this.#answered(invocation, answer);
    const notCached = this.#answers.notCached(invocation);
    if (notCached?.because === "off") return { decision: "off", because: [offReason(notCached)] };
    if (notCached !== undefined) {
      const earlier = comparedWith(this.#options.store, notCached.run, notCached.step, this.#read);
      return { decision: "miss", comparedWith: earlier, because: lostReasons(notCached) };
    }
    return this.#missed(invocation, this.#answers.key(invocation));
  }

  readonly #read: ReadRun = (store, id) => {
    if (!this.#runs.has(id)) this.#runs.set(id, readRun(store, id));
    return this.#runs.get(id);
  };

  #answered(invocation: Invocation, { from, outputs, kept }: Answer): StepPlan {
    for (const [output, version] of Object.entries(outputs)) this.#inputs.setVersion(invocation.id, output, version);
    this.#made.add(invocation.id);
    const made = comparedWith(this.#options.store, from.run, from.step, this.#read);
    return { decision: kept === undefined ? "hit" : "kept", comparedWith: made, because: kept?.changes ?? [] };
  }

  #missed({ identity, id, inputs }: Invocation, key: CacheKey | undefined): StepPlan {
    const { store } = this.#options;
    const earlier = nearestEarlier(store, { identity, id, pipeline: this.#spec.pipeline }, this.#read);
    if (earlier === undefined || key === undefined) return { decision: "miss", because: [newReason(id)] };
    const now = { cacheParts: key.parts, inputs: this.#inputs.used({ inputs }) };
    const because = keyChanges(now, earlier.step, this.#texts);
    return { decision: "miss", comparedWith: compared(earlier), because: because.length > 0 ? because : [forgotten] };
  }

  /** Where the cache is off it runs in any case. */
  #unknown(invocation: Invocation, open: StepPlan["because"]): StepPlan {
    const off = this.#answers.off(invocation);
    return off === undefined ? { decision: "unknown", because: open } : { decision: "off", because: [offReason(off)] };
  }

  /** The inputs whose content is not there yet. */
  #openInputs({ inputs }: Invocation): StepPlan["because"] {
    return artifactsIn(inputs).flatMap(({ path, binding }): StepPlan["because"] => {
      if (binding.kind === "version") {
        const { artifact, version } = binding.ref;
        if (readVersion(this.#options.store, artifact, version).ok) return [];
        return [{ part: "input", name: path, detail: "is a value that is not stored yet" }];
      }
      const { invocation } = binding.from;
      return this.#made.has(invocation) ? [] : [{ part: "input", name: path, detail: `will be made by ${invocation}` }];
    });
  }
}
