import type { CacheKey } from "../model/events.ts";
import type { Failure } from "../model/failure.ts";
import { didYouMean } from "../model/nearest.ts";
import type { Origin } from "../model/origin.ts";
import type { RunRecord, StepRecord } from "../model/record.ts";
import type { Invocation, PipelineSpec } from "../model/spec.ts";
import type { Reason } from "../model/why.ts";
import { upstreamOf } from "../sdk/recording/validate.ts";
import { keyChanges } from "../store/queries/why/key-changes.ts";
import type { CodeTexts } from "../store/queries/why/code-texts.ts";
import type { Store } from "../store/store.ts";
import { readVersion } from "../store/versions.ts";
import { readOutputs, type Hit, type Inspect } from "./cache.ts";
import type { StoredInput } from "./cache-key.ts";
import { isSameCall, withRecordedVersions } from "./same-call.ts";

/** What a step of the earlier run made, as this run takes it over. */
export interface Kept extends Hit {
  /** The key under which it was made; absent where the step is not cached. */
  readonly cache: CacheKey | undefined;
  /** What the key is made of, or would be. */
  readonly parts: CacheKey["parts"] | undefined;
}

/** Inputs of one step that are given anew. */
export type GivenInputs = Pick<Invocation, "inputs" | "slots">;

/**
 * The run that another one goes on from: what is kept of it and what is made anew. What is kept is so because a person asks for it, also
 * where the code has changed since; never where the call is another one now, or would get other values.
 */
export class EarlierRun {
  readonly origin: Origin;
  readonly #store: Store;
  readonly #record: RunRecord;
  readonly #given: GivenInputs | undefined;
  readonly #texts: CodeTexts;
  readonly #called: ReadonlyMap<string, Invocation>;
  /** The step that is made anew and, once they are called, those that depend on it. */
  readonly #anew: Set<string>;

  /** @param given inputs of the step that is made anew, in place of those it is called with */
  constructor(store: Store, record: RunRecord, origin: Origin, given: GivenInputs | undefined, texts: CodeTexts) {
    this.#store = store;
    this.#record = record;
    this.origin = origin;
    this.#given = given;
    this.#texts = texts;
    this.#called = new Map(record.spec.invocations.map((invocation) => [invocation.id, invocation]));
    this.#anew = new Set(origin.step === undefined ? [] : [origin.step]);
  }

  /** What is wrong with a graph that does not call the step that is to be made anew; undefined where it does. */
  notCalled(ids: Iterable<string>): Failure | undefined {
    const { kind, step } = this.origin;
    const known = [...ids];
    if (kind !== "from" || step === undefined || known.includes(step)) return undefined;
    return {
      code: "SW4007",
      message: `The pipeline does not call \`${step}\` any more, so it cannot be run from there.${didYouMean(step, known)}`,
      help: known.length === 0 ? "It calls no steps." : `It calls: ${known.join(", ")}.`,
    };
  }

  /** The graph of this run: a static pipeline's, without what nobody asks for. */
  specOf(spec: PipelineSpec): PipelineSpec {
    if (this.origin.kind === "only") return spec;
    const invocations = spec.invocations.map((invocation) => this.adapt(invocation));
    const adapted = { ...spec, invocations };
    if (this.origin.kind !== "from" || spec.dynamic) return adapted;
    // Calls stand in order, but `after` may name a later one.
    for (let before = -1; before !== this.#anew.size;) {
      before = this.#anew.size;
      for (const invocation of invocations) this.#follow(invocation);
    }
    const wanted = upwards(invocations, ({ id }) => this.#anew.has(id) || this.#hasResult(id));
    const outputs = Object.entries(spec.outputs).filter(([, { invocation }]) => wanted.has(invocation));
    return { ...adapted, invocations: invocations.filter(({ id }) => wanted.has(id)), outputs: Object.fromEntries(outputs) };
  }

  /** A call as this run makes it: with the versions that the earlier one looked up, and the inputs that are given. In the order of the calls. */
  adapt(invocation: Invocation): Invocation {
    const { id } = invocation;
    const before = this.#called.get(id);
    const same = before === undefined ? invocation : withRecordedVersions(invocation, before);
    const adapted = id === this.origin.step && this.#given !== undefined ? given(same, this.#given) : same;
    this.#follow(adapted);
    return adapted;
  }

  /** Whether a step runs whatever the cache says. */
  isAnew(id: string): boolean {
    return this.origin.kind === "only" || id === this.origin.step;
  }

  /** What is kept of a step, if it made all of it and it is there and intact. @param stored its inputs as they are now */
  find(invocation: Invocation, stored: Readonly<Record<string, StoredInput>>, inspect: Inspect): Kept | undefined {
    if (this.origin.kind === "only") return undefined;
    const { id } = invocation;
    const step = this.#record.steps[id];
    const before = this.#called.get(id);
    if (step === undefined || before === undefined || this.#anew.has(id) || !this.#hasResult(id)) return undefined;
    if (!isSameCall(before, invocation) || !this.#gotTheSame(step, stored)) return undefined;
    const { outputs, seals, lost } = readOutputs(this.#store, invocation, step.outputs, inspect);
    if (Object.keys(lost).length > 0) return undefined;
    const { cacheKey: key, cacheParts: parts, cachedFrom = { run: this.#record.id, step: id } } = step;
    return { from: cachedFrom, outputs, seals, cache: key === undefined || parts === undefined ? undefined : { key, parts }, parts };
  }

  /** What has changed since something was made that is kept all the same. */
  changes(then: CacheKey["parts"] | undefined, now: CacheKey["parts"] | undefined): readonly Reason[] {
    if (then === undefined || now === undefined) return [];
    return keyChanges({ cacheParts: now, inputs: {} }, { cacheParts: then, inputs: {} }, this.#texts);
  }

  #follow(invocation: Invocation): void {
    if (upstreamOf(invocation).some((id) => this.#anew.has(id))) this.#anew.add(invocation.id);
  }

  #hasResult(id: string): boolean {
    const status = this.#record.steps[id]?.status;
    return status === "completed" || status === "cached";
  }

  /** Whether the artifacts among the inputs are stored in the same form with the same content as then. */
  #gotTheSame({ inputs }: StepRecord, stored: Readonly<Record<string, StoredInput>>): boolean {
    return Object.entries(stored).every(([path, { materializer, className, hash }]) => {
      const used = inputs[path];
      const version = used && readVersion(this.#store, used.artifact, used.version);
      if (version?.ok !== true) return false;
      const { value } = version;
      return value.content.hash === hash && value.materializer === materializer && value.className === className;
    });
  }
}

const given = (invocation: Invocation, { inputs, slots }: GivenInputs): Invocation => {
  const names = new Set(invocation.slots.map(({ name }) => name));
  const added = slots.filter(({ name }) => !names.has(name));
  return {
    ...invocation,
    inputs: { ...invocation.inputs, ...inputs },
    slots: [...invocation.slots, ...added].sort((a, b) => a.position - b.position),
  };
};

/** Ids of what is wanted and of all that it depends on. */
const upwards = (invocations: readonly Invocation[], isWanted: (invocation: Invocation) => boolean): ReadonlySet<string> => {
  const byId = new Map(invocations.map((invocation) => [invocation.id, invocation]));
  const found = new Set<string>();
  const work = invocations.filter(isWanted);
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    if (found.has(next.id)) continue;
    found.add(next.id);
    work.push(...upstreamOf(next).flatMap((id) => byId.get(id) ?? []));
  }
  return found;
};
