import { RandomForestClassifier } from "ml-random-forest";
import { outputs, pipeline, step } from "stepwright";
import { features, irisFlowers, labels, type Flower } from "./flowers.ts";
import { report, type Report } from "./metrics.ts";
import { NearestNeighbours } from "./neighbours.ts";
import { stratifiedSplit } from "./split.ts";

/** Loads the Iris data set: 150 flowers of three species. */
export const loadFlowers = step(() => irisFlowers());

/** Puts a share of the flowers aside for testing; the same seed makes the same split. */
export const splitFlowers = step(({ flowers, testFraction, seed }: { flowers: Flower[]; testFraction: number; seed: number }) =>
  outputs(stratifiedSplit(flowers, testFraction, seed)),
);

/** Trains a random forest: many small decision trees that vote. */
export const trainForest = step(({ train, trees, seed }: { train: Flower[]; trees: number; seed: number }): RandomForestClassifier => {
  // `noOOB`: the forest need not estimate itself, it is tested on flowers that were put aside.
  const forest = new RandomForestClassifier({ nEstimators: trees, seed, noOOB: true });
  forest.train(features(train), labels(train));
  return forest;
});

/** Trains a nearest-neighbours model: a flower is what most flowers like it are. */
export const trainNeighbours = step(({ train, neighbours }: { train: Flower[]; neighbours: number }) =>
  NearestNeighbours.train(features(train), labels(train), neighbours),
);

/** Tries the forest on flowers that it has not seen. */
export const testForest = step(({ model, test }: { model: RandomForestClassifier; test: Flower[] }) =>
  report("random forest", test, model.predict(features(test))),
);

/** Tries the nearest neighbours on flowers that they have not seen. */
export const testNeighbours = step(({ model, test }: { model: NearestNeighbours; test: Flower[] }) =>
  report("nearest neighbours", test, model.predict(features(test))),
);

/** Picks the model with the best accuracy; the first one when they are equal. */
export const pickBest = step((reports: Report[]) => {
  const [best] = reports.toSorted((a, b) => b.accuracy - a.accuracy);
  if (best === undefined) throw new Error("There is no report to pick from.");
  return outputs({ bestModel: best.model, report: best });
});

/** What a person may want to change from run to run. */
export interface Settings {
  /** Decides which flowers are kept for testing, and how the forest grows. */
  seed?: number;
  /** Share of the flowers kept for testing, from 0 to 1. */
  testFraction?: number;
  /** Number of trees in the forest. */
  trees?: number;
  /** Number of nearest flowers that vote. */
  neighbours?: number;
}

/** Trains two models on the Iris data set, side by side, and says which is better. */
export const irisPipeline = pipeline(({ seed = 0, testFraction = 0.3, trees = 50, neighbours = 5 }: Settings) => {
  const flowers = loadFlowers();
  const { train, test } = splitFlowers({ flowers, testFraction, seed });
  const forest = testForest({ model: trainForest({ train, trees, seed }), test });
  const nearest = testNeighbours({ model: trainNeighbours({ train, neighbours }), test });
  return pickBest([forest, nearest]);
});

if (import.meta.main) await irisPipeline({ trees: 100 });
