import type { Preview } from "../../model/preview.ts";
import { isPage, pageWords } from "../../model/preview-page.ts";
import { pictureFacts } from "../../model/preview-picture.ts";
import { oneLine } from "./printable.ts";
import { plural } from "./units.ts";
import { fit } from "./width.ts";

/**
 * A value on one line, from its stored preview; the value itself is not read.
 * @param width At most so many columns.
 * @example `0.96`, `"Dear reader, …"`, `{"epochs":10}`, `150 rows × 5 columns: sepalLength, sepalWidth, …`, `float64[100 × 3]`
 */
export function previewText(preview: Preview, width = 60): string {
  return fit(oneLine(words(preview)), width);
}

function words(preview: Preview): string {
  switch (preview.kind) {
    case "scalar":
    case "opaque":
      return preview.text;
    case "text":
      return (
        (isPage(preview) ? `page ${JSON.stringify(pageWords(preview.text))}` : JSON.stringify(preview.text)) +
        (preview.truncated ? "…" : "")
      );
    case "json":
      return JSON.stringify(preview.value);
    case "table": {
      const size = `${plural(preview.totalRows, "row")} × ${plural(preview.columns.length, "column")}`;
      return `${size}: ${preview.columns.map((column) => column.name).join(", ")}`;
    }
    case "image":
      return pictureFacts(preview);
    case "array":
      return `${preview.dtype}[${preview.shape.join(" × ")}] ${preview.head.map((value) => JSON.stringify(value)).join(", ")}`;
    default:
      return preview satisfies never;
  }
}
