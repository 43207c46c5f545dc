import type { Json } from "../../../model/json.ts";
import type { Preview } from "../../../model/preview.ts";
import { binaryType, type Binary } from "../binary.ts";

/** Elements shown. */
const headLength = 24;

/** The preview of a typed array or buffer: kind, length, and the first numbers. Numbers that JSON lacks are shown as text. */
export function previewArray(binary: Binary): Preview {
  const elements: ArrayLike<number | bigint> = binary.form === "array" ? binary.array : binary.bytes;
  const length = Math.min(elements.length, headLength);
  const head = Array.from({ length }, (_, index) => showNumber(elements[index] ?? 0));
  return { kind: "array", dtype: binaryType(binary), shape: [elements.length], head };
}

function showNumber(element: number | bigint): Json {
  return typeof element === "number" && Number.isFinite(element) ? element : String(element);
}
