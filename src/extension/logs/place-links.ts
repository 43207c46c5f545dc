import { isAbsolute, join } from "node:path";
import * as vscode from "vscode";
import { showPlace } from "../run/show-place.ts";

/** A place in a source: `src/train.ts:4:7`, with or without the column, as failures and stacks name it. */
const placePattern = /((?:file:\/\/|[A-Za-z]:)?[^\s"'`()<>:]+\.[cm]?[jt]sx?):(\d+)(?::(\d+))?/g;

/** A path of more words is not looked for. */
const mostWords = 8;

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
    const found = await Promise.all(placesIn(line).map((candidates) => firstThere(candidates, folder)));
    return found.filter((link) => link !== undefined);
  }

  handleTerminalLink({ place: { file, line, column } }: PlaceLink): Promise<void> {
    return showPlace(file, line, column);
  }
}

/** What may be a place: where it begins in its line, and what it names. */
interface Candidate {
  readonly start: number;
  readonly length: number;
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** The readings of each place in a line of text, the shortest first: a folder may have spaces in its name, and so begin words earlier. */
const placesIn = (text: string): Candidate[][] =>
  [...text.matchAll(placePattern)].map(({ 0: whole, 1: path = "", 2: line, 3: column, index }) =>
    beginnings(text, index).map((start) => ({
      start,
      length: index - start + whole.length,
      path: text.slice(start, index) + path,
      line: Number(line),
      column: Number(column ?? "1"),
    })),
  );

const beginnings = (text: string, index: number): number[] => {
  const found = [index];
  for (let start = index; found.length < mostWords && text[start - 1] === " ";) {
    const before = text.slice(0, start - 1);
    const bracket = Math.max(...["(", '"', "'", "`", "<"].map((each) => before.lastIndexOf(each)));
    const space = before.lastIndexOf(" ");
    start = Math.max(bracket, space) + 1;
    found.push(start);
    if (bracket > space) break;
  }
  return found;
};

const firstThere = async (candidates: readonly Candidate[], folder: string): Promise<PlaceLink | undefined> => {
  for (const { start, length, path, line, column } of candidates) {
    const file = path.startsWith("file://") ? vscode.Uri.parse(path) : vscode.Uri.file(isAbsolute(path) ? path : join(folder, path));
    if (await isThere(file)) return new PlaceLink(start, length, { file, line, column });
  }
  return undefined;
};

const isThere = async (file: vscode.Uri): Promise<boolean> => {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
};
