import { nextId } from "../../model/invocation-id.ts";
import { StepwrightError } from "../errors.ts";

/** Gives out invocation ids: the step's name, then `name_2`, `name_3` … in the order of the calls. */
export class InvocationIds {
  readonly #taken = new Set<string>();
  readonly #groups = new Set<string>();

  /** @throws StepwrightError `SW1002` for a given id that is taken. */
  take(name: string, given?: string): string {
    if (given !== undefined && this.#taken.has(given)) {
      throw new StepwrightError({
        code: "SW1002",
        message: `The invocation id \`${given}\` is used twice in this pipeline.`,
        help: "Give each call an id of its own, or leave the id out.",
      });
    }
    return add(this.#taken, given ?? nextId(this.#taken, name));
  }

  /** An id for the group of an inlined pipeline. */
  takeGroup(name: string): string {
    return add(this.#groups, nextId(this.#groups, name));
  }
}

const add = (taken: Set<string>, id: string): string => {
  taken.add(id);
  return id;
};

const control = /\p{Cc}/u;

/** @throws StepwrightError `SW1022` for a name that an artifact cannot have. */
export const checkArtifactName = (name: string): string => {
  const wrong =
    name === ""
      ? "is empty"
      : name.length > 200
        ? `has ${String(name.length)} characters`
        : control.test(name)
          ? "has a control character"
          : undefined;
  if (wrong === undefined) return name;
  throw new StepwrightError({
    code: "SW1022",
    message: `The artifact name \`${name.slice(0, 60)}${name.length > 60 ? "…" : ""}\` ${wrong}.`,
    help: "Use 1 to 200 characters without control characters.",
  });
};
