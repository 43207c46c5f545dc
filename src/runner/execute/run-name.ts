import { nearest } from "../model/nearest.ts";
import { err, ok, type Result } from "../model/result.ts";

/** What a name template may use besides parameters and substitutions. */
export interface NameContext {
  readonly pipeline: string;
  readonly startedAt: Date;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly substitutions: Readonly<Record<string, string>>;
}

const defaultTemplate = "{pipeline}-{date}-{time}";

/**
 * Fills a template for a run's name: `{pipeline}`, `{date}` (`2026_01_31`), `{time}` (`23_59_59_000000`), parameters and substitutions.
 * Date and time are UTC and the same everywhere in a run. `SW1026` names an unknown placeholder.
 *
 * @example fillName("nightly-{date}", context) // "nightly-2026_01_31"
 */
export const fillName = (template: string | undefined, context: NameContext): Result<string> => {
  const [date = "", time = ""] = context.startedAt.toISOString().split("T");
  // A parameter that happens to be called `date` must not change what every default name says; a substitution is meant to.
  const values: Record<string, unknown> = {
    ...context.parameters,
    pipeline: context.pipeline,
    date: date.replaceAll("-", "_"),
    // Microseconds, as other tools write them; the clock gives milliseconds.
    time: time.replace("Z", "000").replaceAll(/[:.]/g, "_"),
    ...context.substitutions,
  };
  const text = template ?? defaultTemplate;
  const unknown = [...text.matchAll(/\{([^{}]*)\}/g)].map(([, key = ""]) => key).find((key) => !isFillable(values[key]));
  if (unknown !== undefined) {
    const names = Object.keys(values).filter((key) => isFillable(values[key]));
    const near = nearest(unknown, names);
    return err({
      code: "SW1026",
      message: `The name template \`${text}\` has an unknown placeholder {${unknown}}.`,
      help: `${near === undefined ? "" : `Did you mean {${near}}? `}There are: ${names.map((name) => `{${name}}`).join(", ")}.`,
    });
  }
  return ok(text.replaceAll(/\{([^{}]*)\}/g, (_, key: string) => String(values[key])));
};

const isFillable = (value: unknown): boolean => typeof value === "string" || typeof value === "number" || typeof value === "boolean";
