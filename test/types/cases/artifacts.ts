import {
  client,
  externalArtifact,
  loadArtifact,
  saveArtifact,
  step,
  stepContext,
  type StepContext,
  type StoredArtifact,
  type Unmaterialized,
} from "../../../src/runner/index.ts";
import { typeOf } from "./type-of.ts";

/** Artifacts from elsewhere, references instead of values, and the context of a running step. */

class Model {
  weights = [1];
}
const train = step((data: Float64Array): Model => Object.assign(new Model(), { weights: [...data] }));
const evaluate = step(({ model, names }: { model: Model; names: Map<string, number> }) => model.weights.length + names.size);

// A value of any kind as an artifact.
train(externalArtifact(new Float64Array(3)));
evaluate({ model: train(new Float64Array(1)), names: externalArtifact(new Map([["a", 1]])) });
// @ts-expect-error of another type
train(externalArtifact("text"));

// A version by name, as the type that the author says.
evaluate({ model: client.getArtifactVersion<Model>("model"), names: new Map() });
evaluate({ model: client.getArtifactVersion<Model>("model", "3"), names: new Map() });
// @ts-expect-error of another type
evaluate({ model: client.getArtifactVersion<string>("model"), names: new Map() });

// Saving and loading.
typeOf(await saveArtifact(new Model(), "model")).is<StoredArtifact<Model>>();
typeOf(await loadArtifact("model")).is<unknown>();
typeOf(await loadArtifact<Model>("model", "3")).is<Model>();
evaluate({ model: await saveArtifact(new Model(), "model"), names: new Map() });

// The reference and not the value: the call takes an artifact of the value's type.
const publish = step((model: Unmaterialized<Model>, note?: string) => [model.path, model.version, model.metadata, note]);
publish(train(new Float64Array(1)), "first");
publish(client.getArtifactVersion<Model>("model"));
// @ts-expect-error an artifact of another type
publish(evaluate({ model: new Model(), names: new Map() }));
// @ts-expect-error a value has no reference
publish(new Model());
const publishNamed = step(({ model }: { model?: Unmaterialized<Model> }) => model?.path);
publishNamed({ model: train(new Float64Array(1)) });
publishNamed({});

// The context of a running step.
step(async ({ epochs }: { epochs: number }) => {
  const context = stepContext();
  typeOf(context).is<StepContext>();
  typeOf(context.run.id).is<string>();
  typeOf(context.signal).is<AbortSignal>();
  typeOf(context.seed).is<number>();
  typeOf(context.tempDir).is<string>();
  for (let epoch = 0; epoch < epochs && !context.signal.aborted; epoch++) context.progress(epoch / epochs, "training");
  context.log("done", { epochs });
  context.logMetadata({ loss: 0.1, history: [1, 0.5] });
  context.addTags("good", "nightly");
  // @ts-expect-error metadata is JSON
  context.logMetadata({ model: new Model() });
  // @ts-expect-error the run is not changed from inside
  context.run.id = "other";
  await Promise.resolve();
});
