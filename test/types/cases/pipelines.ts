import { outputs, pipeline, step, type Annotated, type Run, type StoredArtifact } from "../../../src/runner/index.ts";
import { typeOf } from "./type-of.ts";

/** Parameters are typed at the call; a run knows its outputs; a pipeline inside another passes on what it returns. */

const load = step(({ name }: { name: string }): number[] => [name.length]);
const train = step(async ({ data, rate = 0.1 }: { data: number[]; rate?: number }) =>
  Promise.resolve(outputs({ model: { weights: data }, accuracy: rate })),
);
const divide = step((a: number, b: number): [number, number] => [Math.floor(a / b), a % b]);
const divideNamed = step((a: number, b: number): [number, Annotated<number, "remainder">] => [Math.floor(a / b), a % b]);
const double = step((x: number): number => x * 2);

// Parameters.
const training = pipeline(({ name = "iris", rate = 0.1 }: { name?: string; rate?: number }) => {
  const data = load({ name });
  const { accuracy } = train({ data, rate });
  return accuracy;
});
training({});
training({ rate: 0.5 });
// @ts-expect-error wrong value
training({ rate: "fast" });
// @ts-expect-error an unknown parameter
training({ speed: 1 });
const byPosition = pipeline((a: number, b: number) => divide(a, b));
byPosition(1, 2);
// @ts-expect-error a parameter is missing
byPosition(1);
// @ts-expect-error a parameter is a value, not an artifact
byPosition(1, double(1));

// Plain arguments work in `if` and `for`; handles in lists.
pipeline(({ count }: { count: number }) => {
  const all = [];
  for (let index = 0; index < count; index++) all.push(double(index));
  return all;
});

// One artifact: the run's output is called `output`.
const run = await training({});
typeOf(run.outputs.output).is<StoredArtifact<number>>();
typeOf(await run.outputs.output.load()).is<number>();
typeOf(run.status).is<Run["status"]>();
typeOf(run.id).is<string>();
run.steps["train"]?.outputs["accuracy"]?.preview;
// @ts-expect-error no such output
run.outputs.accuracy;

// A call with several outputs, an object of artifacts, or `outputs({ … })`: by name.
const whole = await pipeline(() => train({ data: [1] }))();
typeOf(await whole.outputs.accuracy.load()).is<number>();
typeOf(await whole.outputs.model.load()).is<{ weights: number[] }>();
const object = await pipeline(() => ({ twice: double(1), data: load({ name: "a" }) }))();
typeOf(await object.outputs.twice.load()).is<number>();
typeOf(await object.outputs.data.load()).is<number[]>();
const named = await pipeline(() => outputs({ twice: double(1) }))();
typeOf(await named.outputs.twice.load()).is<number>();
// @ts-expect-error no such output
named.outputs.output;

// A call with a tuple of outputs: by their own names, else by position.
const quotients = await pipeline(() => divideNamed(7, 2))();
typeOf(await quotients.outputs.output_0.load()).is<number>();
const remainder: number = await quotients.outputs.remainder.load();
// @ts-expect-error no such output
quotients.outputs.output_1;

// A list of artifacts: by position.
const list = await pipeline(() => [double(1), double(2)])();
typeOf(await list.outputs.output_1?.load()).is<number | undefined>();

// Nothing.
const nothing = await pipeline(() => {
  double(1);
})();
// @ts-expect-error there are no outputs
nothing.outputs.output;

// Inside another pipeline: what the function returned, to be passed on.
const inner = pipeline(() => train({ data: [1] }));
const single = pipeline(() => double(1));
const group = pipeline(() => ({ twice: double(1) }));
const chosen = pipeline(() => outputs({ twice: double(1) }));
const tuple = pipeline(() => divide(7, 2));
pipeline(() => {
  const { accuracy } = inner();
  double(accuracy);
  double(single());
  double(group().twice);
  double(chosen().twice);
  const [quotient] = tuple();
  double(quotient);
  return double(accuracy);
});

// Dynamic pipelines: `await` gives data, handles are passed on.
const dynamic = pipeline({ dynamic: true }, async ({ limit = 3 }: { limit?: number }) => {
  let value = await double(1);
  while (value < limit) value = await double(value);
  const last = double(value);
  const [q] = divide(value, 2);
  return outputs({ last, q });
});
const dynamicRun = await dynamic({ limit: 10 });
typeOf(await dynamicRun.outputs.last.load()).is<number>();
typeOf(await dynamicRun.outputs.q.load()).is<number>();
const dynamicNothing = await pipeline({ dynamic: true }, async () => {
  await double(1);
})();
// @ts-expect-error there are no outputs
dynamicNothing.outputs.output;
const dynamicSingle = await pipeline({ dynamic: true }, async () => {
  const value = await double(1);
  return double(value);
})();
typeOf(await dynamicSingle.outputs.output.load()).is<number>();

// Where nothing is known of what is returned, every output may be there.
type Untyped = ReturnType<typeof JSON.parse>;
const untyped = await pipeline({ dynamic: true }, (): Promise<Untyped> => Promise.resolve(double(1)))();
typeOf(await untyped.outputs.output?.load()).is<Untyped>();
