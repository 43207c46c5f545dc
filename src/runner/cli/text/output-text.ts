import type { Preview } from "../../model/preview.ts";
import { oneLine } from "./printable.ts";
import { previewText } from "./preview-text.ts";

/**
 * What a step made, on one line: `→ 0.96`, or with several outputs `→ model = RandomForest, accuracy = 0.96`. Empty where there is nothing.
 * A single output that nobody named is shown without a name.
 */
export function outputsText(outputs: readonly (readonly [name: string, preview: Preview])[], width = 60): string {
  if (outputs.length === 0) return "";
  const [only] = outputs;
  if (outputs.length === 1 && only?.[0] === "output") return `→ ${previewText(only[1], width)}`;
  const each = Math.max(12, Math.floor(width / outputs.length));
  return `→ ${outputs.map(([name, preview]) => `${oneLine(name)} = ${previewText(preview, each)}`).join(", ")}`;
}
