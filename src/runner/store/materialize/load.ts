import type { Materialized, Seal } from "../../model/artifact.ts";
import type { LoadableClass, Materializer } from "../../model/materializer.ts";
import { err, type Result } from "../../model/result.ts";
import type { Store } from "../store.ts";
import { isTrusted, untrustedValue } from "../trust.ts";
import { cannotLoad } from "./failures.ts";
import { loadBinary } from "./forms/binary.ts";
import { loadInstance } from "./forms/class.ts";
import { loadColumnar } from "./forms/columnar.ts";
import { loadCustom } from "./forms/custom.ts";
import { loadReference } from "./forms/file.ts";
import { loadJson } from "./forms/json.ts";
import { loadTagged } from "./forms/tagged.ts";
import { loadText } from "./forms/text.ts";
import { loadV8 } from "./forms/v8.ts";
import type { Source } from "./written.ts";

export interface LoadOptions {
  /** What `save` gave as `inline`: then no file is read. */
  readonly inline?: string | undefined;
  /** What `save` gave as `seal`, or whoever has looked at the content in this run: as long as it holds, the content is taken for intact. */
  readonly seal?: Seal | undefined;
  /** The materializer that the reading code names for this value. */
  readonly custom?: Materializer;
  /** The class that the reading code names for this value. Without it, an instance comes back as the data that it wrote. */
  readonly asClass?: LoadableClass;
  /** The value was made by this very run or program, so its bytes are our own whoever made the store. */
  readonly own?: boolean;
}

/**
 * Reads a value back. SW4005 where the content is missing, damaged, or not what the manifest says; SW3007 where the code that should
 * rebuild it is missing or throws; SW4008 where a store from elsewhere would have it rebuilt. The manifest decides how bytes are read, never which code runs.
 */
export async function load(store: Store, materialized: Materialized, options: LoadOptions = {}): Promise<Result<unknown>> {
  if (options.own !== true && rebuilds(materialized, options) && !isTrusted(store))
    return err(untrustedValue(store, materialized.materializer));
  const source: Source = { store, materialized, inline: options.inline, seal: options.seal };
  switch (materialized.materializer) {
    case "json":
      return loadJson(source);
    case "text":
      return loadText(source);
    case "tagged":
      return loadTagged(source);
    case "npy":
    case "bin":
      return loadBinary(source);
    case "parquet":
      return loadColumnar(source);
    case "class":
      return loadInstance(source, options.asClass);
    case "v8":
      return loadV8(source);
    case "file":
      return loadReference(source);
    default:
      return options.custom === undefined ? noMaterializer(materialized.materializer) : await loadCustom(source, options.custom);
  }
}

/** Forms that are data and nothing else, however their bytes came about. */
const dataOnly: readonly string[] = ["json", "text", "tagged", "npy", "bin", "parquet", "file"];

/** Whether loading runs code that may do anything with the bytes: the author's, or Node's own reader of serialized objects. */
function rebuilds({ materializer }: Materialized, { asClass }: LoadOptions): boolean {
  return materializer === "class" ? asClass !== undefined : !dataOnly.includes(materializer);
}

function noMaterializer(name: string): Result<never> {
  return cannotLoad(
    `It was stored by the materializer \`${name}\`, which is not known here.`,
    "Name the materializer where the value is read.",
  );
}
