import { outputs, step, type Annotated, type Artifact } from "../../../src/runner/index.ts";
import { typeOf } from "./type-of.ts";

/** How the returned value becomes outputs, and how a call is taken apart. */

class Model {
  weights = [1];
}
const double = step((x: number) => x * 2);

// Named by key: destructured by name.
const train = step(async (xs: number[]) => {
  await Promise.resolve();
  return outputs({ model: new Model(), accuracy: xs.length / 2 });
});
const { model, accuracy } = train([1]);
typeOf(model).is<Artifact<Model>>();
typeOf(accuracy).is<Artifact<number>>();
double(accuracy);
typeOf(await train([1])).is<{ model: Model; accuracy: number }>();
// @ts-expect-error no such output
const { loss } = train([1]);
// @ts-expect-error named outputs have no positions
const [model0] = train([1]);

// A tuple: by position, whole, or both.
const divide = step((a: number, b: number): [Annotated<number, "quotient">, Annotated<number, "remainder">] => [Math.floor(a / b), a % b]);
const [quotient, remainder] = divide(7, 2);
double(quotient);
divide(quotient, remainder);
const [q, r]: [number, number] = await divide(7, 2);
const passed = step((both: [number, number]) => both);
passed(divide(7, 2));
const mixed = step((): [string, Annotated<number, "size">] => ["a", 1]);
const [text, size] = mixed();
typeOf(text).is<Artifact<string>>();
double(size);
// @ts-expect-error the first output is a text
double(text);
const fixed = step((): readonly [string, number] => ["a", 1]);
typeOf(fixed()[1]).is<Artifact<number>>();

// A list is one output.
const list = step((n: number): number[] => [n, n]);
typeOf(list(1)).is<Artifact<number[]>>();
// @ts-expect-error a single output is not destructured
const [only] = list(1);

// `Annotated` around the whole is one output, a tuple included.
const pair = step((x: number): Annotated<[number, number], "pair"> => [x, x]);
passed(pair(1));
typeOf((await pair(1))[1]).is<number>();
// @ts-expect-error a whole annotated tuple is one output
const [left] = pair(1);

// A flavour, not a brand: plain values are assignable, `null` and `undefined` included.
const nothing: Annotated<null, "nothing"> = null;
const missing: Annotated<undefined, "missing"> = undefined;
const either: Annotated<string | null, "either"> = null;
const truth: Annotated<boolean, "truth"> = true;
const items: Annotated<string[], "items"> = ["a"];
const record: Annotated<{ a: number }, "record"> = { a: 1 };
const classy: Annotated<Model, "classy"> = new Model();
// @ts-expect-error still a text
const wrong: Annotated<string, "wrong"> = 1;
// … and they come back as what they are.
const named = step((): Annotated<string | null, "named"> => null);
const back: string | null = await named();
const wantsText = step((of: string | null) => of);
wantsText(named());
const isGood = step((): Annotated<boolean, "good"> => true);
const wantsTruth = step((of: boolean) => of);
wantsTruth(isGood());
