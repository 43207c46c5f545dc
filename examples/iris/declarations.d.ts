/** `ml-knn` ships no types; these are the parts used here. */
declare module "ml-knn" {
  /** A k-nearest-neighbours classifier over points and their class numbers. */
  export default class KNN {
    constructor(points: number[][], labels: number[], options?: { k?: number });
    predict(points: number[][]): number[];
    toJSON(): object;
    static load(model: object): KNN;
  }
}
