import type { MaterializedClass, Materializer } from "../model/materializer.ts";
import { TaggedText, type TextLanguage } from "../model/values.ts";

const tagged =
  (language: TextLanguage, write: (value: unknown) => unknown = (value) => value) =>
  (texts: TemplateStringsArray, ...values: readonly unknown[]): TaggedText =>
    new TaggedText(language, String.raw({ raw: texts }, ...values.map(write)));

/** The rows of a table follow each other, without the commas that a list gets as text. */
const inARow = (value: unknown): unknown => (Array.isArray(value) ? value.map(inARow).join("") : value);

/**
 * A page: ``html`<h1>${title}</h1>` ``. Kept as `.html`. Values are put in as they are, those of a list one after the other: escape what is
 * not yours.
 */
export const html = tagged("html", inARow);

/** A text in Markdown. Kept as `.md`. */
export const markdown = tagged("markdown");

/** A table as comma-separated values. Kept as `.csv`. */
export const csv = tagged("csv");

/**
 * Says how values of a class are stored. Give it to an output: `step({ outputs: { model: { materializer: modelFiles } } }, …)`.
 *
 * @example
 * export const modelFiles = materializer({
 *   type: Model,
 *   extension: "bin",
 *   save: (model, dir) => writeFile(join(dir, "model.bin"), model.bytes()),
 *   load: async (dir) => Model.parse(await readFile(join(dir, "model.bin"))),
 * });
 */
export const materializer = <T, C extends MaterializedClass<T>>(definition: Materializer<T, C>): Materializer<T, C> => definition;
