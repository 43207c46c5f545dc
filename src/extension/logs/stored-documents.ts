import { stripVTControlCharacters } from "node:util";
import * as vscode from "vscode";
import type { Failure } from "../../runner/model/failure.ts";
import type { Preview } from "../../runner/model/preview.ts";
import type { VersionRef } from "../../runner/model/spec.ts";
import type { ServiceClient } from "../service/service-client.ts";
import { bytes } from "../texts.ts";

/** What is stored, as documents that cannot be changed. */
const scheme = "stepwright";

/** A step of a run; the latest attempt where none is named. */
export interface StepLogRef {
  readonly folder: string;
  readonly run: string;
  readonly step: string;
  readonly attempt?: number;
}

/** Opens logs of steps and values of artifacts. */
export class StoredDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #client: ServiceClient;
  readonly #registration: vscode.Disposable;

  constructor(client: ServiceClient) {
    this.#client = client;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  async showLog(log: StepLogRef): Promise<void> {
    await this.#show(`/${log.step}${log.attempt === undefined ? "" : `.${String(log.attempt)}`}.log`, { kind: "log", ...log }, "log");
  }

  async showArtifact(artifact: { readonly folder: string } & VersionRef): Promise<void> {
    const name = artifact.artifact.split("::").at(-1) ?? artifact.artifact;
    await this.#show(`/${name}@${artifact.version}.json`, { kind: "artifact", ...artifact }, undefined);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const asked = JSON.parse(uri.query) as ({ kind: "log" } & StepLogRef) | ({ kind: "artifact"; folder: string } & VersionRef);
    if (asked.kind === "log") {
      const { kind: _, ...about } = asked;
      const log = await this.#client.ask("logFile", about);
      return log.ok ? stripVTControlCharacters(log.value.text) : failureText(log.error);
    }
    const { kind: _, ...about } = asked;
    const found = await this.#client.ask("artifact", about);
    if (!found.ok) return failureText(found.error);
    const { version, text, files } = found.value;
    if (text !== undefined) return text;
    return [
      `${version.artifact}@${version.version}`,
      `${version.type}, ${bytes(version.content.bytes)}`,
      "",
      previewText(version.preview),
      "",
      vscode.l10n.t("The value is in:"),
      ...files,
    ].join("\n");
  }

  dispose(): void {
    this.#registration.dispose();
  }

  async #show(path: string, about: object, language: string | undefined): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: path.replaceAll(/[^\w.@/-]/g, "_"), query: JSON.stringify(about) });
    const document = await vscode.workspace.openTextDocument(uri);
    if (language !== undefined) await vscode.languages.setTextDocumentLanguage(document, language);
    await vscode.window.showTextDocument(document, { preview: true });
  }
}

const failureText = ({ code, message, help }: Failure): string => `${code}: ${message}\n${help}\n`;

const previewText = (preview: Preview): string => {
  switch (preview.kind) {
    case "scalar":
    case "text":
    case "opaque":
      return preview.text;
    case "json":
      return JSON.stringify(preview.value, undefined, 2);
    case "table":
      return [preview.columns.map(({ name }) => name), ...preview.rows.map((row) => row.map((cell) => JSON.stringify(cell)))]
        .map((row) => row.join("\t"))
        .join("\n");
    case "array":
      return `${preview.dtype}[${preview.shape.join(" × ")}]\n${preview.head.map((item) => JSON.stringify(item)).join(", ")} …`;
    default:
      return preview satisfies never;
  }
};
