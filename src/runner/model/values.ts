/**
 * Small values that say how they want to be kept and shown. Authors make them in a step, the store recognises them.
 *
 * A step's bundle and the store may each hold their own copy of these classes, so they are told apart by a registered symbol and not by
 * `instanceof`. Nothing here reads or writes anything.
 */
const brand = Symbol.for("stepwright.value");

const names = { text: "text", file: "file", directory: "directory" } as const;

const isBranded = (value: unknown, name: string): boolean =>
  typeof value === "object" && value !== null && brand in value && value[brand] === name;

/** What the text of a tagged text is written in. Plain text is a string. */
export const textLanguages = ["html", "markdown", "csv"] as const;
export type TextLanguage = (typeof textLanguages)[number];

/** A text with its language, as ``html`<b>${name}</b>` `` makes it. */
export class TaggedText {
  readonly language: TextLanguage;
  readonly text: string;

  constructor(language: TextLanguage, text: string) {
    this.language = language;
    this.text = text;
  }

  get [brand](): string {
    return names.text;
  }

  /** The text alone, so that one tagged text can be put into another. */
  toString(): string {
    return this.text;
  }

  static is(value: unknown): value is TaggedText {
    return isBranded(value, names.text);
  }
}

/** A file as a value: what is kept is the file itself. `new FileRef("out/report.pdf")`. */
export class FileRef {
  /** Absolute, or relative to the current directory. Of a loaded one: the file in the store, which must not be written to. */
  readonly path: string;
  /** The file's own name, also where the file in the store is called otherwise. */
  readonly name: string;

  constructor(path: string, name: string = lastSegment(path)) {
    this.path = path;
    this.name = name;
  }

  get [brand](): string {
    return names.file;
  }

  static is(value: unknown): value is FileRef {
    return isBranded(value, names.file);
  }
}

/** A folder as a value: what is kept is the whole tree. `new DirectoryRef("out/site")`. */
export class DirectoryRef {
  /** Absolute, or relative to the current directory. Of a loaded one: the folder in the store, which must not be written to. */
  readonly path: string;
  /** The folder's own name, also where the folder in the store is called otherwise. */
  readonly name: string;

  constructor(path: string, name: string = lastSegment(path)) {
    this.path = path;
    this.name = name;
  }

  get [brand](): string {
    return names.directory;
  }

  static is(value: unknown): value is DirectoryRef {
    return isBranded(value, names.directory);
  }
}

/** `basename` without `node:path`: the browser reads this file too. Both separators count, as on Windows. */
function lastSegment(path: string): string {
  return path.split(/[\\/]/).findLast((segment) => segment !== "") ?? path;
}
