import { isAbsolute, join } from "node:path";
import * as vscode from "vscode";
import { showPlace } from "../run/show-place.ts";

/** A place in a source: `src/train.ts:4:7`, with or without the column, as failures and stacks name it. */
const placePattern = /((?:file:\/\/|[A-Za-z]:)?[^\s"'`()<>:]+\.[cm]?[jt]sx?):(\d+)(?::(\d+))?/g;

class PlaceLink extends vscode.TerminalLink {
  readonly place: { readonly file: vscode.Uri; readonly line: number; readonly column: number };

  constructor(start: number, length: number, place: PlaceLink["place"]) {
    super(start, length, vscode.l10n.t("Go to Line"));
    this.place = place;
  }
}

/**
 * Makes places in the log of a run links. The editor does so by itself for the terminal of a shell; of ours it does not know on which
 * machine, and in which folder, the files are.
 *
 * @param folderOf the workspace folder of the run that a terminal shows; undefined where it is not ours
 */
export const registerPlaceLinks = (folderOf: (terminal: vscode.Terminal) => string | undefined): vscode.Disposable =>
  vscode.window.registerTerminalLinkProvider(new PlaceLinkProvider(folderOf));

class PlaceLinkProvider implements vscode.TerminalLinkProvider<PlaceLink> {
  readonly #folderOf: (terminal: vscode.Terminal) => string | undefined;

  constructor(folderOf: (terminal: vscode.Terminal) => string | undefined) {
    this.#folderOf = folderOf;
  }

  async provideTerminalLinks({ line, terminal }: vscode.TerminalLinkContext): Promise<PlaceLink[]> {
    const folder = this.#folderOf(terminal);
    if (folder === undefined) return [];
    const found = linksIn(line, folder);
    const there = await Promise.all(found.map(({ place: { file } }) => isThere(file)));
    return found.filter((_, index) => there[index]);
  }

  handleTerminalLink({ place: { file, line, column } }: PlaceLink): Promise<void> {
    return showPlace(file, line, column);
  }
}

const linksIn = (text: string, folder: string): PlaceLink[] =>
  [...text.matchAll(placePattern)].map(({ 0: whole, 1: path = "", 2: line, 3: column, index }) => {
    const file = path.startsWith("file://") ? vscode.Uri.parse(path) : vscode.Uri.file(isAbsolute(path) ? path : join(folder, path));
    return new PlaceLink(index, whole.length, { file, line: Number(line), column: Number(column ?? "1") });
  });

const isThere = async (file: vscode.Uri): Promise<boolean> => {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
};
