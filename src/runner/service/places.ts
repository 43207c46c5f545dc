import type { PlacedDefinition } from "../model/discovered.ts";
import type { Location } from "../model/location.ts";
import type { PipelinePlaces } from "../model/places.ts";
import type { CursorFacts, ValueFacts } from "../model/service.ts";
import type { Folder } from "./folder.ts";
import { covers, invocationsOf, lastValueIn, resultsAt } from "./value-at.ts";

type At = { readonly folder: string } & Location;

/**
 * The last result that a place in a source stands for: the name of a step, its call, or a variable that holds what it gave. Undefined for any
 * other place, and where nothing was run. A run that did not come so far is passed over for one that did.
 */
export const valueAt = async (folder: Folder, at: At): Promise<ValueFacts | undefined> => {
  const [sources, graphs, latest] = await Promise.all([folder.sources, folder.graphs, folder.history.latest()]);
  const named = sources
    .definitions(at.file)
    .find(({ kind, nameRange }) => kind === "step" && covers({ file: at.file, range: nameRange }, at));
  const pipelines = sources.snapshot().flatMap(({ definitions }) => definitions.filter(({ kind }) => kind === "pipeline"));
  const names = new Map(pipelines.map(({ identity, name }) => [identity, name]));
  let incomplete: ValueFacts | undefined;
  for (const { id, pipeline } of latest) {
    const record = await folder.history.run(id);
    if (!record.ok) continue;
    const { identity } = record.value.spec;
    const places = named === undefined && names.get(identity) === pipeline ? graphs.of(identity)?.places : undefined;
    const results = named === undefined ? places && resultsAt(places, at) : invocationsOf(record.value, named.identity);
    const value = results && lastValueIn(record.value, results);
    if (value !== undefined && value.outputs.length > 0) return value;
    incomplete ??= value;
  }
  return incomplete;
};

/** Which pipeline a place belongs to, and which of its steps it is about. */
export const cursorAt = async (folder: Folder, at: At): Promise<CursorFacts> => {
  const [sources, graphs] = await Promise.all([folder.sources, folder.graphs]);
  const here = sources.definitions(at.file);
  const inside = (definition: PlacedDefinition): boolean => covers({ file: at.file, range: definition.range }, at);
  const pipelines = here.filter(({ kind }) => kind === "pipeline");
  const around = pipelines.find(inside) ?? (pipelines.length === 1 ? pipelines[0] : undefined);
  const places = around && graphs.of(around.identity)?.places;
  if (around === undefined || places === undefined) return { invocations: [] };
  const step = here.find((definition) => definition.kind === "step" && inside(definition));
  const calls =
    step === undefined
      ? places.calls.filter(({ call }) => covers(call, at))
      : places.calls.filter(({ definition }) => definition?.identity === step.identity);
  const held = calls.length > 0 ? undefined : resultsAt(places, at).at(-1)?.invocation;
  // The innermost call around the cursor is the last one that began.
  const invocations = held === undefined ? calls.map(({ id }) => id).reverse() : [held];
  return { pipeline: around.identity, invocations: invocations.length > 0 ? invocations : beganIn(places, at) };
};

/** Calls that begin in the line of a place, the outermost first: where nothing is at the very place, as after going to a line, it is about them. */
const beganIn = ({ calls }: PipelinePlaces, { file, line }: Location): string[] =>
  calls
    .filter(({ call }) => call.file === file && call.range.start.line === line)
    .sort((a, b) => a.call.range.start.column - b.call.range.start.column)
    .map(({ id }) => id);
