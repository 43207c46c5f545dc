import type { Json } from "../../model/json.ts";

/** The JSON that a text holds; undefined, which is no JSON, where it holds none. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
