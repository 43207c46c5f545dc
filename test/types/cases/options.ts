import { pipeline, step } from "../../../src/runner/index.ts";
import { typeOf } from "./type-of.ts";

/** Options of steps, calls, pipelines and runs: names and kinds. */

const load = step((): number => 1);
const train = step((x: number): string => String(x));
const evaluate = step((x: string): number => x.length);

// Everything a definition can say.
step(
  {
    name: "train",
    enableCache: true,
    cache: {
      expiresAfter: 60,
      ignoreInputs: ["x"],
      files: ["data/*.csv"],
      env: ["HOME"],
      key: () => "v1",
      includeCode: true,
      includeParameters: true,
    },
    retry: { maxRetries: 3, delay: 10, backoff: 2 },
    timeout: 60,
    runtime: "inline",
    hooks: { onStart: () => undefined, onEnd: () => undefined, onSuccess: () => undefined, onFailure: (error) => error },
    outputs: { output: { name: "model" } },
    tags: ["a"],
    metadata: { owner: "me" },
    environment: { LOG: "1" },
    resources: { memory: 512 },
    type: "trainer",
    extra: { any: [1, "json"] },
    parameters: { x: 1 },
  },
  (x: number) => x,
);
step({ cache: "never" }, () => 1);
step({}, () => 1);

// @ts-expect-error an unknown option
step({ retries: 3 }, () => 1);
// @ts-expect-error a wrong kind
step({ timeout: "60s" }, () => 1);
// @ts-expect-error not a cache policy
step({ cache: "always" }, () => 1);
// @ts-expect-error an unknown part of an option
step({ retry: { max: 3 } }, () => 1);
// @ts-expect-error not a runtime
step({ runtime: "thread" }, () => 1);
// @ts-expect-error extra is JSON
step({ extra: { when: new Date() } }, () => 1);
// @ts-expect-error `id` is of a call, not of a definition
step({ id: "train" }, () => 1);

// `withOptions` gives a copy of the same type, `configure` changes the step itself.
typeOf(train.withOptions({ timeout: 5 })).is<typeof train>();
typeOf(train.configure({ retry: { maxRetries: 1 }, merge: false })).is<typeof train>();
train.withOptions({ id: "again", enableCache: false, merge: false })(1);
// Objects are merged, so a part is enough.
train.configure({ retry: { delay: 5 } });
// @ts-expect-error an unknown option
train.withOptions({ retries: 1 });
// @ts-expect-error the id belongs to a call
train.configure({ id: "train" });
// @ts-expect-error so does the order
train.configure({ after: "load" });
// @ts-expect-error inputs keep their types
train.withOptions({ id: "again" })("1");

// Explicit order: artifacts, ids, or a list of both.
const data = load();
train.withOptions({ after: data })(1);
train.withOptions({ after: "load" })(1);
train.withOptions({ after: [data, "load", evaluate("x")] })(1);
// @ts-expect-error neither an artifact nor an id
train.withOptions({ after: 3 });

// Pipelines.
const whole = pipeline(
  {
    name: "whole",
    enableCache: false,
    cache: "never",
    executionMode: "failFast",
    maxConcurrency: 2,
    hooks: { onFailure: (error) => error },
    tags: ["nightly"],
    metadata: { owner: "me" },
    environment: { LOG: "1" },
    extra: { any: true },
    substitutions: { team: "a" },
  },
  () => load(),
);
typeOf(whole.withOptions({ runName: "{pipeline}-{date}", parameters: {}, executionMode: "stopOnFailure" })).is<typeof whole>();
typeOf(whole.configure({ enableCache: true })).is<typeof whole>();
// @ts-expect-error not an execution mode
pipeline({ executionMode: "careful" }, () => load());
// @ts-expect-error an unknown option
pipeline({ retry: { maxRetries: 1 } }, () => load());
// @ts-expect-error a run's name is given to a run, not to the definition
pipeline({ runName: "a" }, () => load());
