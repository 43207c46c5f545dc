import { step, type Artifact } from "../../../src/runner/index.ts";
import { typeOf } from "./type-of.ts";

/** What a step can be made of, and what its call gives. */

interface Dataset {
  features: number[][];
  labels: number[];
}

// A function, sync or async, with options or without.
const loadData = step((): Dataset => ({ features: [[1, 2]], labels: [0] }));
typeOf(loadData()).is<Artifact<Dataset>>();

const fetchData = step({ retry: { maxRetries: 3 }, tags: ["io"] }, async (url: string): Promise<Dataset> => {
  const response = await fetch(url);
  return (await response.json()) as Dataset;
});
typeOf(fetchData("data:,")).is<Artifact<Dataset>>();

// A step that returns nothing can only be waited for.
const log = step((message: string): void => {
  process.stdout.write(message);
});
typeOf(log("x")).is<Artifact<void>>();
const notify = step(async (message: string): Promise<void> => {
  await fetch(message);
});
typeOf(notify("x")).is<Artifact<void>>();
// @ts-expect-error nothing is not a message
log(notify("x"));

// A step that never returns.
const fail = step((): never => {
  throw new Error("no");
});
typeOf(fail()).is<Artifact<never>>();

// Unions stay one artifact.
const maybe = step((x: number) => (x > 0 ? "positive" : null));
typeOf(maybe(1)).is<Artifact<"positive" | null>>();
const isPositive = step((x: number) => x > 0);
typeOf(isPositive(1)).is<Artifact<boolean>>();

// Nothing is known of `any`, and nothing is lost with `unknown`.
const parse = step((text: string): unknown => JSON.parse(text));
typeOf(parse("{}")).is<Artifact<unknown>>();
type Untyped = ReturnType<typeof JSON.parse>;
const parseUntyped = step((text: string): Untyped => JSON.parse(text));
typeOf(parseUntyped("{}")).is<Artifact<Untyped>>();

// `await` and `load` give the value.
typeOf(await loadData()).is<Dataset>();
typeOf(await loadData().load()).is<Dataset>();
const [data, positive] = await Promise.all([loadData(), isPositive(1)]);
typeOf(data).is<Dataset>();
typeOf(positive).is<boolean>();

// The bare function, for unit tests, takes and gives values.
typeOf(loadData.entrypoint()).is<Dataset>();
typeOf(fetchData.entrypoint("data:,")).is<Promise<Dataset>>();
// @ts-expect-error a handle is not a value
log.entrypoint(maybe(1));

// A generic step is erased to its constraint.
const first = step(<T extends string>(items: T[]): T | undefined => items[0]);
typeOf(first(["a"])).is<Artifact<string | undefined>>();
// @ts-expect-error outside the constraint
first([1]);

// A handle is not the value, and says so where it is used as one.
const size = step(() => 3);
// @ts-expect-error not a number
const number: number = size();
// @ts-expect-error no arithmetic
size() - 1;
// @ts-expect-error no comparison
size() > 1;
// @ts-expect-error no properties
const { labels } = loadData();
// @ts-expect-error no elements
const [row] = loadData();

// What is not a function is not a step.
// @ts-expect-error a value is not a function
step({ retry: { maxRetries: 1 } }, 42);
