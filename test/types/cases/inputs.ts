import { step, type Annotated, type Artifact } from "../../../src/runner/index.ts";

/** What may stand at an input: the value, an artifact of it, or a plain structure with artifacts inside. */

interface Dataset {
  features: number[][];
  labels: number[];
}
class Model {
  #weights = [1];
  predict(x: number): number {
    return x * (this.#weights[0] ?? 0);
  }
}

const loadData = step((): Dataset => ({ features: [], labels: [] }));
const count = step((): number => 1);
const name = step((): string => "a");
const flag = step((): boolean => true);
const maybe = step((): number | null => null);
const fit = step((): Model => new Model());
const index = step((): Map<string, number> => new Map());

// Position and order.
const scale = step((data: Dataset, factor: number, label?: string) => [data, factor, label]);
scale(loadData(), 2);
scale({ features: [], labels: [] }, count(), name());
// @ts-expect-error an argument is missing
scale(loadData());
// @ts-expect-error an argument too many
scale(loadData(), 2, "a", 3);
// @ts-expect-error wrong value
scale(loadData(), "2");
// @ts-expect-error artifact of another type
scale(count(), 2);

// By name: each property of the last parameter's object pattern.
const train = step(({ data, epochs = 10, verbose }: { data: Dataset; epochs?: number; verbose?: boolean }) => [data, epochs, verbose]);
train({ data: loadData() });
train({ data: loadData(), epochs: count(), verbose: flag() });
train({ data: await loadData(), epochs: 3, verbose: false });
// @ts-expect-error a name is missing
train({ epochs: 1 });
// @ts-expect-error an unknown name
train({ data: loadData(), epoch: 1 });
// @ts-expect-error wrong value for a name
train({ data: loadData(), epochs: "many" });
// @ts-expect-error artifact of another type for a name
train({ data: loadData(), epochs: name() });

// A whole object of options can be left out where the function allows it.
const optional = step(({ k = 1 }: { k?: number } = {}) => k);
optional();
optional({});
optional({ k: count() });

// At any depth of plain objects and arrays.
const deep = step((config: { model: { layers: { size: number }[] }; names: string[] }) => config);
deep({ model: { layers: [{ size: count() }, { size: 2 }] }, names: ["a", name()] });
deep({ model: { layers: [] }, names: [] });
// @ts-expect-error wrong type, three levels down
deep({ model: { layers: [{ size: name() }] }, names: [] });

// Lists of artifacts where a list is expected, of any length, alone and mixed.
const sum = step((xs: number[]) => xs.length);
sum([count(), count(), 3]);
sum([1, 2].map(() => count()));
// @ts-expect-error one element is of another type
sum([count(), name()]);
const table = step((rows: readonly (readonly number[])[]) => rows.length);
table([[count(), 1], [2]]);
const pair = step((of: [number, string]) => of);
pair([count(), name()]);
pair([1, "a"]);
// @ts-expect-error the other way round
pair([name(), count()]);

// Unions, `null`, booleans and literals: an artifact of the whole type, or of a part of it.
const nullable = step((x: number | null) => x);
nullable(maybe());
nullable(count());
nullable(null);
const eitherWay = step((x: boolean) => x);
eitherWay(flag());
declare const truth: Artifact<boolean>;
eitherWay(truth);
const mode = step((of: "fast" | "exact") => of);
declare const chosen: Artifact<"fast" | "exact">;
mode(chosen);
mode("fast");
// @ts-expect-error any text is too much
mode(name());

// Instances of classes, whole.
const use = step((model: Model, names: Map<string, number>) => [model, names]);
use(fit(), index());
use(new Model(), new Map());
// @ts-expect-error another class
use(index(), index());

// `any` and `unknown` take everything, artifacts included.
const anything = step((x: unknown) => x);
anything(count());
anything([count(), { deep: name() }]);
type Untyped = ReturnType<typeof JSON.parse>;
const untyped = step((x: Untyped) => String(x));
untyped(count());
untyped({ list: [count()] });

// Types that hold themselves.
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
interface Tree {
  value: number;
  children: Tree[];
}
const json = step((of: Json) => of);
json({ a: [1, count(), { b: name() }] });
const tree = step((of: Tree) => of);
tree({ value: count(), children: [{ value: 1, children: [] }] });

// A name on a value is no obstacle where the plain value is wanted, nor the other way round.
const annotated = step((): Annotated<number, "size"> => 1);
const wantsName = step((size: Annotated<number, "size">) => size);
sum([annotated()]);
wantsName(count());
wantsName(3);
