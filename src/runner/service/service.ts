import type { Failure } from "../model/failure.ts";
import { err, type Result } from "../model/result.ts";
import type { FromService, Question, Questions, ServiceFolder, ToService } from "../model/service.ts";
import { answers } from "./answers.ts";
import { Checker } from "./checker.ts";
import { Folder } from "./folder.ts";

/** Reads sources and stores for an editor, as long as it lives. Runs no code of the workspace, and writes the database of its store and nothing else. */
export class Service {
  readonly #tell: (message: FromService) => void;
  readonly #checker = new Checker();
  readonly #folders = new Map<string, Folder>();
  /** What editors hold and the disk does not. */
  readonly #unsaved = new Map<string, string>();

  constructor(tell: (message: FromService) => void) {
    this.#tell = tell;
  }

  receive(message: ToService): void {
    switch (message.type) {
      case "folders":
        this.#open(message.folders);
        return;
      case "edited":
        this.#unsaved.set(message.file, message.text);
        this.#folderOf(message.file)?.update(message.file, message.text);
        return;
      case "closed":
        this.#unsaved.delete(message.file);
        this.#folderOf(message.file)?.update(message.file);
        return;
      case "changed":
        for (const file of message.files) this.#folderOf(file)?.update(file, this.#unsaved.get(file));
        return;
      case "refresh":
        this.#open(
          [...this.#folders.values()].map(({ options }) => options),
          true,
        );
        return;
      case "ask":
        void this.#answer(message.id, message.question, message.about);
        return;
      case "stop":
        void this.leave();
        return;
      default:
        message satisfies never;
    }
  }

  /** Ends. Resolves when all is written. */
  async leave(): Promise<void> {
    const folders = [...this.#folders.values()];
    this.#folders.clear();
    await Promise.all(folders.map((folder) => folder.leave()));
  }

  #open(folders: readonly ServiceFolder[], again = false): void {
    for (const [path, open] of this.#folders) {
      const wanted = folders.find((folder) => folder.path === path);
      if (!again && wanted !== undefined && JSON.stringify(wanted) === JSON.stringify(open.options)) continue;
      open.close();
      this.#folders.delete(path);
    }
    for (const options of folders) {
      if (this.#folders.has(options.path)) continue;
      const folder = new Folder(options, this.#checker, this.#tell);
      this.#folders.set(options.path, folder);
      for (const [file, text] of this.#unsaved) if (folder.contains(file)) folder.update(file, text);
    }
  }

  /** The innermost of the folders that a file lies in. */
  #folderOf(file: string): Folder | undefined {
    const around = [...this.#folders.values()].filter((folder) => folder.contains(file));
    return around.sort((a, b) => b.path.length - a.path.length)[0];
  }

  async #answer<Q extends Question>(id: number, question: Q, about: Questions[Q]["about"]): Promise<void> {
    const folder = this.#folders.get(about.folder);
    let answer: Result<unknown>;
    try {
      answer = folder === undefined ? err(notOpen(about.folder)) : await answers[question](folder, about);
    } catch (error) {
      answer = err(ourFault(error));
    }
    this.#tell({ type: "answer", id, answer });
  }
}

const notOpen = (folder: string): Failure => ({
  code: "SW2002",
  message: `The folder ${folder} is not open.`,
  help: "Open it in the editor.",
});

const ourFault = (error: unknown): Failure => ({
  code: "SW9001",
  message: `A question could not be answered: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  help: "This is a bug in Stepwright. Please report it.",
});
