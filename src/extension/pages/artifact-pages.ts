import * as vscode from "vscode";
import { isPage, mostPage } from "../../runner/model/preview-page.ts";
import type { Questions } from "../../runner/model/service.ts";
import { pageEditor } from "../ids.ts";
import { artifactOfUri } from "../logs/stored-documents.ts";
import type { ServiceClient } from "../service/service-client.ts";
import { bytes, unmarked } from "../texts.ts";
import { pageDocument, wordsDocument } from "./page-document.ts";

/**
 * Versions of html artifacts as pages. They are editors and no panels of ours: a page without scripts can keep nothing, and the editor
 * keeps the address, so that a version has one tab, which comes back after a reload.
 */
export class ArtifactPages implements vscode.CustomReadonlyEditorProvider, vscode.Disposable {
  readonly #client: ServiceClient;
  readonly #registration: vscode.Disposable;

  constructor(client: ServiceClient) {
    this.#client = client;
    this.#registration = vscode.window.registerCustomEditorProvider(pageEditor, this);
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  async resolveCustomEditor({ uri }: vscode.CustomDocument, { webview }: vscode.WebviewPanel): Promise<void> {
    webview.options = { enableScripts: false, enableForms: false, enableCommandUris: false, localResourceRoots: [] };
    webview.html = await this.#documentOf(uri);
  }

  dispose(): void {
    this.#registration.dispose();
  }

  async #documentOf(uri: vscode.Uri): Promise<string> {
    const language = vscode.env.language;
    const asked = artifactOfUri(uri);
    if (asked === undefined) return wordsDocument({ language, title: uri.path, line: notStored() });
    const title = `${asked.artifact} · ${vscode.l10n.t("version {0}", asked.version)}`;
    const found = await this.#client.ask("artifact", asked);
    if (!found.ok) return wordsDocument({ language, title, line: unmarked(`${found.error.message} ${found.error.help}`) });
    const { version, text } = found.value;
    if (text === undefined || !isPage(version.preview)) return wordsDocument({ language, title, line: noPage(found.value) });
    const run = version.producer && (await this.#client.ask("trackedRun", { folder: asked.folder, run: version.producer.run }));
    const name = run?.ok === true ? `${title} · ${run.value.view.name}` : title;
    return pageDocument({ language, title, line: vscode.l10n.t("{0}; scripts, links and outside content are off", name) }, text);
  }
}

const noPage = ({ version: { content, preview }, problem }: Questions["artifact"]["answer"]): string => {
  if (problem !== undefined)
    return vscode.l10n.t(
      "The stored page is missing or damaged. Run the pipeline again: the step that made it is not taken from the cache then.",
    );
  if (!isPage(preview)) return notStored();
  return vscode.l10n.t(
    "This page is {0}, and pages up to {1} are shown. Its row in the view Artifacts says in which file it is.",
    bytes(content.bytes),
    bytes(mostPage),
  );
};

const notStored = (): string => vscode.l10n.t("This is no page that Stepwright has stored.");
