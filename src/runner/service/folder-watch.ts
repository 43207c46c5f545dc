import { statSync, watch, type FSWatcher } from "node:fs";

/**
 * Watches a few folders, not what is below them, whether they are there yet or not. Folders that are removed and made again are found at
 * the next `follow`. Where a file system cannot be watched, nothing is told; whoever uses this also looks now and then by itself.
 */
export class FolderWatch {
  readonly #onChange: () => void;
  readonly #watched = new Map<string, { readonly inode: number; readonly watcher: FSWatcher }>();

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** From now on watches these and no others; absolute paths. */
  follow(folders: readonly string[]): void {
    for (const folder of [...this.#watched.keys()]) if (!folders.includes(folder)) this.#leave(folder);
    for (const folder of folders) {
      const inode = statSync(folder, { throwIfNoEntry: false })?.ino;
      if (inode === this.#watched.get(folder)?.inode) continue;
      this.#leave(folder);
      if (inode !== undefined) this.#enter(folder, inode);
    }
  }

  close(): void {
    for (const folder of [...this.#watched.keys()]) this.#leave(folder);
  }

  #enter(folder: string, inode: number): void {
    try {
      const watcher = watch(folder, () => this.#onChange());
      watcher.on("error", () => this.#leave(folder));
      this.#watched.set(folder, { inode, watcher });
    } catch {
      // Too many watches, or a file system without any.
    }
  }

  #leave(folder: string): void {
    this.#watched.get(folder)?.watcher.close();
    this.#watched.delete(folder);
  }
}
