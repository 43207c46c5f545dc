import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { Failure } from "../../model/failure.ts";
import type { JsonSchema, JsonSchemas } from "../../model/json-schema.ts";
import type { StepSchemas } from "../../model/protocol.ts";
import { err, ok, type Result } from "../../model/result.ts";
import type { ClassOrigin } from "../../model/signature.ts";
import type { Invocation } from "../../model/spec.ts";
import { classesIn } from "../../validate/classes-in.ts";
import { validationMode } from "../../validate/sampling.ts";
import { checkStandard } from "../../validate/standard.ts";
import { createValidator, type Validator } from "../../validate/validator.ts";
import type { Findings } from "../../validate/violation.ts";
import type { LoadedModule } from "./loaded-module.ts";

/** What a value is checked by: a schema of the author's, in place of the one that its type comes to. */
interface Wanted {
  /** What paths start with. */
  readonly name: string;
  readonly derived: JsonSchema | undefined;
  readonly own: StandardSchemaV1 | undefined;
}

interface Validators {
  /** Tells classes of packages by their names. */
  readonly first: Promise<Validator>;
  /** Imports them, where a name says no: a package may have been minified. Absent where there are none. */
  readonly second?: () => Promise<Validator>;
}

/** Checks the values that steps get and return. Each schema is made ready once in the life of a worker. */
export class ValueChecks {
  // Read once: the variables that a step sets for itself are not about this.
  readonly #mode = validationMode(process.env);
  readonly #validators = new Map<JsonSchema, Validators>();
  #steps: Readonly<Record<string, StepSchemas>> = {};

  /** @param steps what the source says, by identity */
  describe(steps: Readonly<Record<string, StepSchemas>>): void {
    this.#steps = steps;
  }

  /** What the types of a step's inputs come to, by name; nothing of a step that no binding holds. */
  inputsOf({ identity }: Invocation): JsonSchemas {
    return (identity === undefined ? undefined : this.#steps[identity]?.inputs) ?? {};
  }

  outputsOf({ identity }: Invocation): JsonSchemas {
    return (identity === undefined ? undefined : this.#steps[identity]?.outputs) ?? {};
  }

  /**
   * The value as it goes on: what the author's schema made of it, else itself.
   *
   * @param refuse makes the failure of what is wrong
   */
  async check(
    module: LoadedModule,
    value: unknown,
    { name, derived, own }: Wanted,
    refuse: (findings: Findings) => Failure,
  ): Promise<Result<unknown>> {
    if (own !== undefined) {
      const result = await checkStandard(own, value, name);
      return "findings" in result ? err(refuse(result.findings)) : ok(result.value);
    }
    if (derived === undefined || this.#mode === "off") return ok(value);
    const { first, second } = this.#validatorsOf(derived, module);
    const findings = await (await first).check(value, name);
    if (findings.total === 0) return ok(value);
    const surer = second === undefined ? findings : await (await second()).check(value, name);
    return surer.total === 0 ? ok(value) : err(refuse(surer));
  }

  #validatorsOf(schema: JsonSchema, module: LoadedModule): Validators {
    const known = this.#validators.get(schema) ?? this.#createValidators(schema, module);
    this.#validators.set(schema, known);
    return known;
  }

  #createValidators(schema: JsonSchema, module: LoadedModule): Validators {
    const origins = classesIn(schema);
    const create = async (wanted: readonly ClassOrigin[]): Promise<Validator> => {
      const classes = new Map<ClassOrigin, AnyClass>();
      for (const origin of wanted) {
        const found = await module.classOf(origin);
        if (isClass(found)) classes.set(origin, found);
      }
      return createValidator(schema, { resolveClass: (origin) => classes.get(origin), sampled: this.#mode === "sample" });
    };
    const local = origins.filter(({ kind }) => kind === "local");
    return {
      first: create(local),
      ...(local.length < origins.length && { second: () => create(origins) }),
    };
  }
}

type AnyClass = abstract new (...args: never[]) => unknown;
const isClass = (value: unknown): value is AnyClass => typeof value === "function";
