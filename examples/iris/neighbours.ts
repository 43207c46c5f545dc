import KNN from "ml-knn";

/**
 * A nearest-neighbours model: a point is what most of the `k` nearest known points are.
 * With `toJSON` and a static `fromJSON` it can be stored, and a step that takes one gets one.
 */
export class NearestNeighbours {
  readonly #model: KNN;

  private constructor(model: KNN) {
    this.#model = model;
  }

  static train(points: number[][], labels: number[], k: number): NearestNeighbours {
    return new NearestNeighbours(new KNN(points, labels, { k }));
  }

  predict(points: number[][]): number[] {
    return this.#model.predict(points);
  }

  toJSON(): object {
    return this.#model.toJSON();
  }

  static fromJSON(json: object): NearestNeighbours {
    return new NearestNeighbours(KNN.load(json));
  }
}
