import { type } from "arktype";
import * as v from "valibot";
import * as z from "zod";
import { outputs, pipeline, step, type Annotated, type Artifact } from "../../../src/runner/index.ts";
import { typeOf } from "./type-of.ts";

/** What schemas do to the types of a step: a call takes what the schema takes, the function gets what it makes of it. */

const Config = z.object({ epochs: z.number().default(10), when: z.string().transform((text) => new Date(text)) });
interface Dataset {
  rows: number[];
}

// The function needs no annotation: it gets what the schema makes.
const train = step({ inputs: { config: Config } }, ({ config }) => {
  typeOf(config.epochs).is<number>();
  typeOf(config.when).is<Date>();
  return config.epochs;
});
typeOf(train({ config: { when: "2026-01-01" } })).is<Artifact<number>>();
typeOf(train.entrypoint({ config: { epochs: 1, when: new Date() } })).is<number>();
// @ts-expect-error a call takes what the schema takes
train({ config: { when: new Date() } });
// @ts-expect-error the input is missing
train({});

// Beside inputs without a schema it says all of their types.
const fit = step(
  { inputs: { config: Config } },
  ({ data, config }: { data: Dataset; config: { epochs: number } }) => data.rows.length * config.epochs,
);
const load = step((): Dataset => ({ rows: [] }));
typeOf(fit({ data: load(), config: { when: "2026-01-01" } })).is<Artifact<number>>();
// @ts-expect-error data is missing
fit({ config: { when: "2026-01-01" } });
// @ts-expect-error the schema makes no text
step({ inputs: { config: Config } }, ({ config }: { config: string }) => config);
// @ts-expect-error the schema makes no text, also beside another input
step({ inputs: { config: Config } }, ({ data, config }: { data: Dataset; config: string }) => [data, config]);

// An input that the schema has a default for may be left out.
const tuned = step({ inputs: { rate: z.number().default(0.1) } }, ({ rate }) => rate);
typeOf(tuned({})).is<Artifact<number>>();
typeOf(tuned({ rate: 1 })).is<Artifact<number>>();
// @ts-expect-error a rate is a number
tuned({ rate: "fast" });

// Artifacts stand where values do.
export const training = pipeline(() => {
  const config = step({ name: "configure" }, () => ({ when: "2026-01-01" }))();
  return train({ config });
});

// By position, names say which input is meant, and a call is not checked.
const scale = step({ inputs: { factor: z.coerce.number() } }, (values: number[], factor: number) => values.map((value) => value * factor));
typeOf(scale([1], "2")).is<Artifact<number[]>>();

// Other libraries.
const withValibot = step({ inputs: { size: v.pipe(v.string(), v.transform(Number)) } }, ({ size }) => size + 1);
typeOf(withValibot({ size: "3" })).is<Artifact<number>>();
// @ts-expect-error a size is a text
withValibot({ size: 3 });
const withArktype = step({ inputs: { mode: type("'fast' | 'exact'") } }, ({ mode }) => mode);
typeOf(withArktype({ mode: "fast" })).is<Artifact<"fast" | "exact">>();
// @ts-expect-error there is no such mode
withArktype({ mode: "slow" });

// Outputs: what a schema makes is stored.
const Parsed = z.string().transform(Number);
typeOf(step({ outputs: { output: Parsed } }, () => "5")()).is<Artifact<number>>();
typeOf(step({ outputs: { output: { schema: Parsed } } }, async () => Promise.resolve("5"))()).is<Artifact<number>>();
const both = step({ outputs: { accuracy: Parsed } }, () => outputs({ accuracy: "5", model: "m" }));
typeOf(both().accuracy).is<Artifact<number>>();
typeOf(both().model).is<Artifact<string>>();
const named = step({ outputs: { accuracy: Parsed } }, (): Annotated<string, "accuracy"> => "5");
typeOf(named()).is<Artifact<Annotated<number, "accuracy">>>();
const pair = step({ outputs: { output_1: Parsed } }, (): [string, string] => ["a", "5"]);
typeOf(pair()[1]).is<Artifact<number>>();
typeOf(step({ outputs: { output: { name: "five" } } }, () => 5)()).is<Artifact<number>>();

// Inputs and outputs together, with other options.
const all = step({ retry: { maxRetries: 1 }, inputs: { text: z.string() }, outputs: { output: Parsed } }, ({ text }) => text);
typeOf(all({ text: "5" })).is<Artifact<number>>();

// @ts-expect-error a schema belongs to the step itself
all.withOptions({ inputs: { text: z.string() } });
// @ts-expect-error a schema belongs to the step itself
all.withOptions({ outputs: { output: { schema: Parsed } } });
// @ts-expect-error this is no schema
step({ inputs: { text: { parse: (text: string) => text } } }, ({ text }: { text: string }) => text);
