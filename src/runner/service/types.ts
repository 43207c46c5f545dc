import { join } from "node:path";
import { wantedSignatures } from "../analysis/findings/findings.ts";
import type { ReadSignatures } from "../analysis/signature/signatures.ts";
import type { Signatures } from "../model/signature.ts";
import type { Checker, CheckerQuestion } from "./checker.ts";
import type { Sources } from "./sources.ts";

/** The checker is asked when nothing has changed for so long, in milliseconds. */
const pause = 150;

interface Known {
  readonly question: string;
  /** Undefined where the checker has failed. */
  readonly signatures: Signatures | undefined;
  /** Absolute paths: what it was read from, and what was looked for and not there. */
  readonly from: ReadonlySet<string>;
}

/**
 * What the type checker says of the files of a folder, unsaved text included. What is not known is asked for in the background, file by
 * file, when nobody types.
 */
export class Types {
  readonly #sources: Sources;
  readonly #checker: Checker;
  readonly #onTypes: (file: string) => void;
  readonly #known = new Map<string, Known>();
  readonly #wanted = new Set<string>();
  /** What has changed while the checker was reading. */
  readonly #meanwhile = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #reading = false;
  #closed = false;

  /** @param onTypes called with the file, relative to the folder, of which something is known now */
  constructor(sources: Sources, checker: Checker, onTypes: (file: string) => void) {
    this.#sources = sources;
    this.#checker = checker;
    this.#onTypes = onTypes;
  }

  /** What the checker says of a file, relative to the folder, and of the steps that it calls. Undefined where that is not known yet. */
  of(file: string): Signatures | undefined {
    const question = this.#question(file);
    const key = JSON.stringify(question);
    const known = this.#known.get(file);
    if (known?.question === key) return known.signatures;
    const kept = this.#checker.known(question);
    // What is known of the disk says nothing of what an editor holds in its place.
    if (kept !== undefined && !this.#sources.isAnyUnsaved(pathsOf(kept))) return this.#keep(file, key, kept).signatures;
    this.#want(file);
    return undefined;
  }

  /** A file is another one now; absolute path. @returns files, relative to the folder, of which nothing is known any more */
  changed(path: string): readonly string[] {
    this.#meanwhile.add(path);
    const isStale = ({ from, signatures }: Known): boolean => from.has(path) || (signatures === undefined && path.endsWith(".json"));
    const stale = [...this.#known].filter(([, known]) => isStale(known)).map(([file]) => file);
    for (const file of stale) this.#known.delete(file);
    if (this.#wanted.size > 0) this.#soon();
    return stale;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #want(file: string): void {
    if (this.#wanted.has(file)) return;
    this.#wanted.add(file);
    this.#soon();
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#readAll(), pause);
  }

  async #readAll(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    try {
      for (const file of this.#wanted) {
        this.#wanted.delete(file);
        await this.#read(file);
        if (this.#closed) return;
      }
    } finally {
      this.#reading = false;
    }
  }

  async #read(file: string): Promise<void> {
    const question = this.#question(file);
    // It may define nothing by now.
    if (question.bindings.length === 0) return;
    this.#meanwhile.clear();
    const read = await this.#checker.read(question, this.#sources.unsaved);
    if (this.#closed) return;
    const from = read.ok ? pathsOf(read.value) : question.files;
    if (from.some((path) => this.#meanwhile.has(path))) {
      this.#want(file);
      return;
    }
    const key = JSON.stringify(question);
    if (read.ok) this.#keep(file, key, read.value);
    // Not asked again before the file is another one: what is too much for the checker would be so each time.
    else this.#known.set(file, { question: key, signatures: undefined, from: new Set(from) });
    this.#onTypes(file);
  }

  #keep(file: string, question: string, read: ReadSignatures): Known {
    const { signatures, refused } = read;
    const known = { question, signatures: { signatures, refused }, from: new Set(pathsOf(read)) };
    this.#known.set(file, known);
    return known;
  }

  #question(file: string): CheckerQuestion {
    const { workspace, reader } = this.#sources;
    const bindings = wantedSignatures({ workspace, reader, path: join(workspace, file) });
    const files = bindings.map(({ identity }) => join(workspace, identity.slice(0, identity.lastIndexOf("#"))));
    return { workspace, files: [...new Set(files)], bindings };
  }
}

const pathsOf = ({ sources }: ReadSignatures): string[] => [...Object.keys(sources.files), ...sources.absent];
