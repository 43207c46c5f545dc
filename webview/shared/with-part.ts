/**
 * A translated text with something in the place of its `{0}` that is not a text, such as a link: languages want it in different places.
 * Where a translation has no such place, it comes after.
 */
export function withPart(text: string, part: unknown): readonly unknown[] {
  const [before = "", ...after] = text.split("{0}");
  return [before, part, after.join("")];
}
