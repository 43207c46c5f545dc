import { labels, species, type Flower, type Species } from "./flowers.ts";

/** How well a model does on flowers that it has not seen. All shares are from 0 to 1. */
export interface Report {
  model: string;
  accuracy: number;
  /** One row a species. */
  bySpecies: SpeciesScore[];
  /** `confusion[actual][predicted]` counts flowers, by class number. */
  confusion: number[][];
}

export interface SpeciesScore {
  species: Species;
  /** Of the flowers called so, the share that are. */
  precision: number;
  /** Of the flowers that are so, the share that was found. */
  recall: number;
}

/** Compares predictions, one class number a flower, with what the flowers are. */
export function report(model: string, flowers: Flower[], predictions: number[]): Report {
  const confusion = confusionMatrix(labels(flowers), predictions);
  const correct = sum(species.map((_, index) => confusion[index]?.[index] ?? 0));
  return {
    model,
    accuracy: share(correct, flowers.length),
    bySpecies: species.map((name, index) => {
      const found = confusion[index]?.[index] ?? 0;
      return {
        species: name,
        precision: share(found, sum(confusion.map((row) => row[index] ?? 0))),
        recall: share(found, sum(confusion[index] ?? [])),
      };
    }),
    confusion,
  };
}

const confusionMatrix = (actual: number[], predicted: number[]): number[][] =>
  species.map((_, row) => species.map((_, column) => actual.filter((label, at) => label === row && predicted[at] === column).length));

const sum = (counts: number[]): number => counts.reduce((total, count) => total + count, 0);

/** 0 where there is nothing to share: a species that is never predicted has no precision. */
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
