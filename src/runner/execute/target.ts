import type { Failure } from "../model/failure.ts";
import type { Location } from "../model/location.ts";
import { didYouMean } from "../model/nearest.ts";
import type { Registered, RunRequest } from "../model/protocol.ts";
import { err, ok, type Result } from "../model/result.ts";

/** Finds the binding that holds a place in a source file; undefined where none does. */
export type BindingAt = (place: { readonly file: string; readonly line: number; readonly column: number }) => Promise<string | undefined>;

/**
 * Which pipeline (or single step) of a loaded file is meant.
 *
 * @param entry the file, relative to the workspace.
 * `SW2003` no such pipeline, `SW2004` several and none named, `SW2005` none at all, `SW1019` no top-level binding.
 */
export const chooseTarget = async (
  entry: string,
  registered: readonly Registered[],
  target: RunRequest["target"],
  bindingAt: BindingAt,
): Promise<Result<Registered>> => {
  if (target === undefined) return onlyPipeline(entry, registered);
  if (!("kind" in target)) return byName(entry, registered, target.name);
  for (const place of target.places) {
    const identity = await bindingAt(place);
    const found = identity === undefined ? undefined : heldBy(identity, registered, target);
    if (found !== undefined) return ok(found);
  }
  return err({
    code: "SW1019",
    message: `The ${target.kind} that was called is not held by a top-level binding, so the runner cannot find it.`,
    help: `Make it at the top level of its module: export const name = ${target.kind}(…).`,
    ...placeOfMaking(target.places),
  });
};

/** What a binding holds: itself, or the one member of that name where it was made by a call that says no more than the whole. */
const heldBy = (
  identity: string,
  registered: readonly Registered[],
  { kind, name }: { readonly kind: Registered["kind"]; readonly name: string },
): Registered | undefined => {
  const exact = registered.find((one) => one.kind === kind && one.identity === identity);
  if (exact !== undefined) return exact;
  const members = registered.filter(
    (one) => one.kind === kind && (one.identity.startsWith(`${identity}.`) || one.identity.startsWith(`${identity}[`)),
  );
  const [only, ...others] = members.length > 1 ? members.filter((one) => one.name === name) : members;
  return others.length === 0 ? only : undefined;
};

/** The innermost call is the one that made it. */
const placeOfMaking = (places: readonly Location[]): { at?: Location } => {
  const at = places.at(-1);
  return at === undefined ? {} : { at };
};

const onlyPipeline = (entry: string, registered: readonly Registered[]): Result<Registered> => {
  const pipelines = registered.filter(({ kind }) => kind === "pipeline");
  const here = pipelines.filter(({ identity }) => fileOf(identity) === entry);
  const candidates = here.length > 0 ? here : pipelines;
  const [first, second] = candidates;
  if (first === undefined) {
    return err({
      code: "SW2005",
      message: `${entry} has no pipeline at its top level.`,
      help: "Add one: export const name = pipeline(() => { … }).",
    });
  }
  if (second === undefined) return ok(first);
  return err({
    code: "SW2004",
    message: `${entry} has ${String(candidates.length)} pipelines: ${candidates.map(({ name }) => name).join(", ")}.`,
    help: `Name the one to run, such as ${first.name}.`,
  });
};

const byName = (entry: string, registered: readonly Registered[], name: string): Result<Registered> => {
  const matches = registered.filter((one) => one.name === name || one.identity === name || bindingName(one.identity) === name);
  const found = matches.find(({ kind }) => kind === "pipeline") ?? matches[0];
  return found === undefined ? err(noSuchPipeline(entry, registered, name)) : ok(found);
};

const noSuchPipeline = (entry: string, registered: readonly Registered[], name: string): Failure => {
  const names = registered.filter(({ kind }) => kind === "pipeline").map((one) => one.name);
  return {
    code: "SW2003",
    message: `${entry} has no pipeline \`${name}\`.${didYouMean(name, names)}`,
    help: names.length === 0 ? "Add one: export const name = pipeline(() => { … })." : `It has: ${names.join(", ")}.`,
  };
};

const fileOf = (identity: string): string => identity.slice(0, identity.lastIndexOf("#"));
const bindingName = (identity: string): string => identity.slice(identity.lastIndexOf("#") + 1);
