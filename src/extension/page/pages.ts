import * as vscode from "vscode";
import { isPage } from "../../runner/model/preview-page.ts";
import type { ArtifactRef } from "../logs/stored-documents.ts";
import { commands } from "../ids.ts";
import { showFailure } from "../run/messages.ts";
import type { ServiceClient } from "../service/service-client.ts";
import { pageDocument } from "./page-document.ts";

/** Kind of the editor tab that shows a page. */
const pageTab = "stepwright.pageTab";

/** HTML that steps have made, in editor tabs: one for each version. */
export class Pages implements vscode.Disposable {
  readonly #extension: vscode.Uri;
  readonly #client: ServiceClient;
  readonly #tabs = new Map<string, vscode.WebviewPanel>();

  constructor(extension: vscode.Uri, client: ServiceClient) {
    this.#extension = extension;
    this.#client = client;
  }

  async show(asked: ArtifactRef): Promise<void> {
    const { folder, artifact, version } = asked;
    const found = await this.#client.ask("artifact", { folder, artifact, version });
    if (!found.ok) {
      showFailure(found.error);
      return;
    }
    const { text } = found.value;
    if (text === undefined || !isPage(found.value.version.preview)) {
      await offerValue(asked);
      return;
    }
    const key = JSON.stringify([folder, artifact, version]);
    const open = this.#tabs.get(key);
    if (open !== undefined) {
      open.reveal();
      return;
    }
    const title = `${artifact.split("::").at(-1) ?? artifact} v${version}`;
    const panel = vscode.window.createWebviewPanel(pageTab, title, vscode.ViewColumn.Active, {
      enableScripts: false,
      enableForms: false,
      enableCommandUris: false,
      enableFindWidget: true,
      localResourceRoots: [],
    });
    this.#tabs.set(key, panel);
    panel.onDidDispose(() => this.#tabs.delete(key));
    panel.iconPath = vscode.Uri.joinPath(this.#extension, "media", "icon.svg");
    const note = vscode.l10n.t("{0}, version {1}. Scripts, links and what lies elsewhere are off.", artifact, version);
    panel.webview.html = pageDocument({ html: text, title, note, language: vscode.env.language });
  }

  dispose(): void {
    for (const panel of [...this.#tabs.values()]) panel.dispose();
  }
}

/** The value is larger than a page may be, its file cannot be read, or it is no page: the document of the value says where it is. */
const offerValue = async (artifact: ArtifactRef): Promise<void> => {
  const openValue = vscode.l10n.t("Open value");
  const said = vscode.l10n.t(
    "{0}, version {1}, cannot be shown as a page: it is too large or cannot be read.",
    artifact.artifact,
    artifact.version,
  );
  if ((await vscode.window.showWarningMessage(said, openValue)) === openValue)
    await vscode.commands.executeCommand(commands.showArtifact, artifact);
};
