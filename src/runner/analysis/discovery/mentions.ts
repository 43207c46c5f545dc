import { packageName } from "./makers.ts";
import { importedSpecifier } from "./imported-specifier.ts";
import { importedStem } from "./stem.ts";

/** What the text of a file says without parsing it. */
export interface Mentions {
  /** It contains the name of the package. */
  readonly ours: boolean;
  /** The stems of what it may import from the project. */
  readonly imports: readonly string[];
}

/** Texts that lie one after the other, so that all of them are searched at once. */
export interface Pieces {
  readonly bytes: Buffer;
  /** Where each came from, absolute. */
  readonly paths: readonly string[];
  /** Where each ends in the bytes. */
  readonly ends: readonly number[];
}

/**
 * Finds what files may import of us and of the project. It is done to each file of a workspace, so it searches bytes, without making text
 * of them, and for what begins with a letter that is rare in source: the engine leaps from one such letter to the next.
 */
export class MentionSearch {
  readonly #packages: ReadonlySet<string>;

  /** @param packages names of the packages in the workspace: what is imported by one of them is of the project */
  constructor(packages: Iterable<string>) {
    this.#packages = new Set(packages);
  }

  /** What each of the pieces mentions, in their order. */
  in({ bytes, paths, ends }: Pieces): Mentions[] {
    const ours = new Set<number>();
    const imports: (readonly string[] | undefined)[] = [];
    eachHit(bytes, ends, ourEnd, (piece, at) => {
      if (bytes.toString("latin1", at - ourStart.length, at) === ourStart) ours.add(piece);
    });
    for (const word of importWords) {
      eachHit(bytes, ends, word, (piece, at) => {
        const specifier = importedSpecifier(bytes, at + word.length, this.#packages);
        if (specifier === undefined) return;
        const stem = importedStem(paths[piece] ?? "", specifier);
        const known = imports[piece] ?? none;
        // A list that grows in place keeps room for many more, and there is one for each file.
        if (!known.includes(stem)) imports[piece] = [...known, stem];
      });
    }
    return paths.map((_, piece) => ({ ours: ours.has(piece), imports: imports[piece] ?? none }));
  }
}

const none: readonly string[] = [];

const rare = packageName.indexOf("w");
const ourStart = packageName.slice(0, rare);
const ourEnd = Buffer.from(packageName.slice(rare));

/** `import … from`, `export … from`; `require(`; `import(`. */
const importWords = ["from", "quire", "mport"].map((word) => Buffer.from(word));

const eachHit = (bytes: Buffer, ends: readonly number[], word: Buffer, hit: (piece: number, at: number) => void): void => {
  let piece = 0;
  for (let at = bytes.indexOf(word); at >= 0; at = bytes.indexOf(word, at + word.length)) {
    while (at >= (ends[piece] ?? Infinity)) piece++;
    hit(piece, at);
  }
};
