/** A piece of a text to be replaced. `end` is exclusive. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with all edits made. They may be nested in order of their starts, as insertions are, but must not cut into each other. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = "";
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    // Inside a piece that was replaced as a whole.
    if (edit.start < at) continue;
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** A replacement that takes the same place as what it replaces, so that nothing after it moves: padded, with its line breaks kept. */
export function inPlace(text: string, start: number, end: number, replacement: string): Edit {
  const rest = text.slice(start + replacement.length, end).replace(/[^\r\n]/g, " ");
  return { start, end, text: replacement + rest };
}
