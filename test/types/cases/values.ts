import {
  csv,
  DirectoryRef,
  FileRef,
  html,
  markdown,
  materializer,
  step,
  type Artifact,
  type TaggedText,
} from "../../../src/runner/index.ts";
import { typeOf } from "./type-of.ts";

/** Values that say how they are kept, and materializers of one's own. */

class Weights {
  readonly bytes = new Uint8Array(4);
}

const page = step((title: string) => html`<h1>${title}</h1>`);
typeOf(page("a")).is<Artifact<TaggedText>>();
typeOf(markdown`# ${1}`).is<TaggedText>();
typeOf(csv`a,b`).is<TaggedText>();
const show = step((file: FileRef, folder?: DirectoryRef) => [file.path, folder?.path]);
const draw = step(() => new FileRef("chart.png"));
show(draw(), new DirectoryRef("site"));
// @ts-expect-error a page is not a file
show(page("a"));

const weightFiles = materializer({
  type: Weights,
  extension: "bin",
  save: (weights: Weights, dir) => `${dir}: ${String(weights.bytes.length)}`,
  load: (dir, type) => (dir === "" ? new type() : new Weights()),
  preview: (weights) => weights.bytes.length,
  metadata: (weights) => ({ bytes: weights.bytes.length }),
});
const train = step({ outputs: { output: { materializer: weightFiles } } }, () => new Weights());
train.withOptions({ outputs: { output: { name: "weights", materializer: weightFiles } } })();

// @ts-expect-error something else comes back
materializer({ type: Weights, extension: "bin", save: () => undefined, load: () => "text" });
// @ts-expect-error `load` is missing
materializer({ type: Weights, extension: "bin", save: () => undefined });
// @ts-expect-error not a materializer
step({ outputs: { output: { materializer: "json" } } }, () => 1);
