import * as vscode from "vscode";
import type { ArtifactVersion } from "../../runner/model/artifact.ts";
import { isPage } from "../../runner/model/preview-page.ts";
import type { ArtifactSummaryFacts } from "../../runner/model/service.ts";
import { shownType } from "../../runner/model/shown-type.ts";
import { Disposables } from "../disposables.ts";
import { commands, views } from "../ids.ts";
import type { ServiceClient } from "../service/service-client.ts";
import { age, bytes, folderName } from "../texts.ts";
import type { Runs } from "../workspace/runs.ts";

/** A row of the tree. */
export type ArtifactsNode =
  | { readonly kind: "artifact"; readonly folder: string; readonly artifact: ArtifactSummaryFacts }
  | { readonly kind: "version"; readonly folder: string; readonly version: ArtifactVersion };

/** Name → versions, newest first. */
export class ArtifactsTree implements vscode.TreeDataProvider<ArtifactsNode>, vscode.Disposable {
  readonly #client: ServiceClient;
  readonly #disposables = new Disposables();
  readonly #onDidChange = new vscode.EventEmitter<ArtifactsNode | undefined>();

  readonly onDidChangeTreeData = this.#onDidChange.event;

  constructor(runs: Runs, client: ServiceClient) {
    this.#client = client;
    this.#disposables.add(vscode.window.createTreeView(views.artifacts, { treeDataProvider: this, showCollapseAll: true }));
    this.#disposables.add(this.#onDidChange);
    this.#disposables.add(runs.onDidChangeHistory(() => this.#onDidChange.fire(undefined)));
  }

  async getChildren(node?: ArtifactsNode): Promise<ArtifactsNode[]> {
    if (node?.kind === "version") return [];
    if (node?.kind === "artifact") {
      const versions = await this.#client.ask("versions", { folder: node.folder, artifact: node.artifact.name });
      return (versions.ok ? versions.value : []).map((version) => ({ kind: "version", folder: node.folder, version }));
    }
    const found: ArtifactsNode[] = [];
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
      const artifacts = uri.scheme === "file" ? await this.#client.ask("artifacts", { folder: uri.fsPath }) : undefined;
      if (artifacts?.ok === true)
        found.push(...artifacts.value.map((artifact) => ({ kind: "artifact" as const, folder: uri.fsPath, artifact })));
    }
    return found;
  }

  getTreeItem(node: ArtifactsNode): vscode.TreeItem {
    switch (node.kind) {
      case "artifact": {
        const { name, type, versions } = node.artifact;
        const { label, pipeline } = partsOf(name);
        const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
        item.id = `${node.folder}#${name}`;
        item.iconPath = new vscode.ThemeIcon("package");
        item.description = [folderName(node.folder), pipeline, shownType(type)].filter(Boolean).join(" · ");
        item.tooltip = vscode.l10n.t("{0}: {1} versions, {2}", name, versions, shownType(type));
        item.contextValue = "artifact";
        item.accessibilityInformation = { label: vscode.l10n.t("Artifact {0}, {1} versions", name, versions), role: "treeitem" };
        return item;
      }
      case "version": {
        const { artifact, version, createdAt, content, type, preview } = node.version;
        const item = new vscode.TreeItem(`@${version}`, vscode.TreeItemCollapsibleState.None);
        item.id = `${node.folder}#${artifact}@${version}`;
        item.iconPath = new vscode.ThemeIcon("symbol-constant");
        item.description = `${age(createdAt)} · ${bytes(content.bytes)}`;
        item.tooltip = `${artifact}@${version}\n${shownType(type, preview)}`;
        item.contextValue = isPage(preview) ? "version.page" : "version";
        item.command = {
          title: vscode.l10n.t("Show Artifact"),
          command: commands.showArtifact,
          arguments: [{ folder: node.folder, artifact, version }],
        };
        item.accessibilityInformation = {
          label: vscode.l10n.t("Version {0} of {1}, {2}", version, artifact, age(createdAt)),
          role: "treeitem",
        };
        return item;
      }
      default:
        return node satisfies never;
    }
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}

/**
 * A name that nobody gave, `pipeline::step::output`, tells artifacts apart by its step, and a narrow view cuts the end: the step comes first,
 * with the output where it has a name of its own, and the pipeline follows.
 */
const partsOf = (name: string): { readonly label: string; readonly pipeline?: string } => {
  const [pipeline = "", step = "", output, ...rest] = name.split("::");
  if (output === undefined || rest.length > 0) return { label: name };
  return { label: output === "output" ? step : `${step}.${output}`, pipeline };
};
