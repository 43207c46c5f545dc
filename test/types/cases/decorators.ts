import { step } from "../../../src/runner/index.ts";
import { typeOf } from "./type-of.ts";

/** The decorator form keeps the method's own types: the compiler sees values where handles are. */

interface Dataset {
  labels: number[];
}

class Training {
  readonly team = "a";

  @step()
  static loadData(): Dataset {
    return { labels: [0, 1] };
  }

  @step({ retry: { maxRetries: 2 }, name: "fit" })
  static async train(data: Dataset, epochs = 10): Promise<number> {
    return Promise.resolve(data.labels.length * epochs);
  }

  // Without parentheses as well.
  @step
  static report(accuracy: number): string {
    return String(accuracy);
  }

  // @ts-expect-error an unknown option
  @step({ retries: 2 })
  static again(): void {
    return;
  }
}

typeOf(Training.loadData()).is<Dataset>();
typeOf(Training.train({ labels: [] })).is<Promise<number>>();
typeOf(Training.report(1)).is<string>();

class Misplaced {
  readonly team = "a";

  // @ts-expect-error only methods are steps
  @step() static data = 1;
}
