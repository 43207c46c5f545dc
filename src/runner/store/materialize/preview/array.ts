import type { Json } from "../../../model/json.ts";
import type { Preview } from "../../../model/preview.ts";
import { pointsOf } from "../../../model/preview-line.ts";
import { binaryType, type Binary } from "../binary.ts";

/** Elements shown. */
const headLength = 24;

/** The preview of a typed array or buffer: kind, length, and the first numbers. Numbers that JSON lacks are shown as text. */
export function previewArray(binary: Binary): Preview {
  const elements: ArrayLike<number | bigint> = binary.form === "array" ? binary.array : binary.bytes;
  const length = Math.min(elements.length, headLength);
  const head = Array.from({ length }, (_, index) => showNumber(elements[index] ?? 0));
  // What is shown whole says it all, and bytes are no measurements.
  const line = binary.form === "array" && elements.length > length ? pointsOf(elements) : undefined;
  return { kind: "array", dtype: binaryType(binary), shape: [elements.length], head, ...(line && { line }) };
}

function showNumber(element: number | bigint): Json {
  return typeof element === "number" && Number.isFinite(element) ? element : String(element);
}
