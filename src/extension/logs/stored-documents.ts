import { stripVTControlCharacters } from "node:util";
import * as vscode from "vscode";
import type { ArtifactVersion } from "../../runner/model/artifact.ts";
import type { Failure } from "../../runner/model/failure.ts";
import type { Preview } from "../../runner/model/preview.ts";
import { pictureFacts } from "../../runner/model/preview-picture.ts";
import type { Answer, Questions } from "../../runner/model/service.ts";
import { shownType } from "../../runner/model/shown-type.ts";
import type { VersionRef } from "../../runner/model/spec.ts";
import { whySentences } from "../dag/why-text.ts";
import { pageEditor } from "../ids.ts";
import { showFailure } from "../run/messages.ts";
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

/** A version of an artifact of a folder. */
type ArtifactRef = { readonly folder: string } & VersionRef;

/** What a document is about, as it stands in its address. */
type Asked =
  | ({ readonly kind: "log" } & StepLogRef)
  | { readonly kind: "why"; readonly folder: string; readonly run: string; readonly step: string }
  | ({ readonly kind: "artifact" } & ArtifactRef);

/** Opens logs of steps, values of artifacts, and why steps ran. */
export class StoredDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #client: ServiceClient;
  readonly #registration: vscode.Disposable;
  /** Texts that are known already, by address, while the editor opens their documents. */
  readonly #known = new Map<string, string>();

  constructor(client: ServiceClient) {
    this.#client = client;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  async showLog(log: StepLogRef): Promise<void> {
    await this.#show(`/${log.step}${log.attempt === undefined ? "" : `.${String(log.attempt)}`}.log`, { kind: "log", ...log }, "log");
  }

  async showWhy({ folder, run, step }: StepLogRef): Promise<void> {
    // Lines of code that came and went stand in it.
    await this.#show(`/${step}.why.diff`, { kind: "why", folder, run, step }, "diff");
  }

  async showArtifact(artifact: ArtifactRef): Promise<void> {
    const found = await this.#client.ask("artifact", { folder: artifact.folder, artifact: artifact.artifact, version: artifact.version });
    if (!found.ok) {
      showFailure(found.error);
      return;
    }
    const uri = artifactUri(artifact.folder, found.value.version);
    // The editor asks for the text while it opens the document: the value is not read a second time for that.
    this.#known.set(uri.toString(), artifactText(found.value));
    try {
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    } finally {
      this.#known.delete(uri.toString());
    }
  }

  /** Shows a version of an html artifact as a page. */
  async showPage({ folder, artifact, version }: ArtifactRef): Promise<void> {
    await vscode.commands.executeCommand("vscode.openWith", versionUri({ folder, artifact, version }, "html"), pageEditor);
  }

  /** Shows a version beside the one before it, with what is different. */
  async compareArtifact({ folder, artifact, version }: ArtifactRef): Promise<void> {
    const versions = await this.#client.ask("versions", { folder, artifact });
    if (!versions.ok) {
      showFailure(versions.error);
      return;
    }
    const at = versions.value.findIndex((each) => each.version === version);
    const [after, before] = [versions.value[at], versions.value[at + 1]];
    if (after === undefined || before === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t("There is no version of {0} before {1}.", artifact, version));
      return;
    }
    const title = `${artifact}: ${before.version} ↔ ${version}`;
    await vscode.commands.executeCommand("vscode.diff", artifactUri(folder, before), artifactUri(folder, after), title, { preview: true });
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const known = this.#known.get(uri.toString());
    if (known !== undefined) return known;
    const asked = JSON.parse(uri.query) as Asked;
    switch (asked.kind) {
      case "log": {
        const { kind: _, ...about } = asked;
        const log = await this.#client.ask("logFile", about);
        return log.ok ? logText(log.value) : failureText(log.error);
      }
      case "why": {
        const { kind: _, ...about } = asked;
        const why = await this.#client.ask("explain", about);
        return why.ok ? `${[about.step, ...whySentences(why.value, Infinity)].join("\n\n")}\n` : failureText(why.error);
      }
      case "artifact": {
        const { kind: _, ...about } = asked;
        const found = await this.#client.ask("artifact", about);
        return found.ok ? artifactText(found.value) : failureText(found.error);
      }
      default:
        return asked satisfies never;
    }
  }

  dispose(): void {
    this.#registration.dispose();
  }

  async #show(path: string, about: Asked, language: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uriOf(path, about));
    await vscode.languages.setTextDocumentLanguage(document, language);
    await vscode.window.showTextDocument(document, { preview: true });
  }
}

const uriOf = (path: string, about: Asked): vscode.Uri =>
  vscode.Uri.from({ scheme, path: path.replaceAll(/[^\w.@/-]/g, "_"), query: JSON.stringify(about) });

/** What stands in documents as it is; of everything else there are words. */
const textual = ["json", "txt", "html", "md", "csv"];

/** The ending of the name tells the editor the language. */
const artifactUri = (folder: string, { artifact, version, content }: ArtifactVersion): vscode.Uri => {
  const extension = textual.find((each) => each === content.extension) ?? "txt";
  return versionUri({ folder, artifact, version }, extension);
};

const versionUri = (ref: ArtifactRef, extension: string): vscode.Uri =>
  uriOf(`/${ref.artifact.split("::").slice(-2).join(".")}@${ref.version}.${extension}`, { kind: "artifact", ...ref });

/** The version that an address of ours is about; undefined for any other address. */
export const artifactOfUri = (uri: vscode.Uri): ArtifactRef | undefined => {
  if (uri.scheme !== scheme) return undefined;
  const { kind, ...about } = JSON.parse(uri.query) as Asked;
  return kind === "artifact" && "artifact" in about ? about : undefined;
};

const artifactText = ({ version, text, files, problem }: Questions["artifact"]["answer"]): string =>
  text ??
  [
    `${version.artifact}@${version.version}`,
    `${shownType(version.type, version.preview)}, ${bytes(version.content.bytes)}`,
    "",
    previewText(version.preview),
    "",
    ...(problem === undefined ? [vscode.l10n.t("The value is in:"), ...files] : [failureText(problem)]),
  ].join("\n");

const logText = ({ text, of }: Answer<"logFile">): string => {
  if (text === "")
    return of === undefined
      ? vscode.l10n.t("The step printed nothing.")
      : vscode.l10n.t("The result is from the cache. The step ran in {0}, and printed nothing.", of);
  const printed = stripVTControlCharacters(text);
  return of === undefined
    ? printed
    : `${vscode.l10n.t("The result is from the cache. The step ran in {0}, and printed:", of)}\n\n${printed}`;
};

const failureText = ({ code, message, help }: Failure): string => `${code}: ${message}\n${help}\n`;

const previewText = (preview: Preview): string => {
  switch (preview.kind) {
    case "scalar":
    case "text":
    case "opaque":
      return preview.text;
    case "json":
      return JSON.stringify(preview.value, undefined, 2);
    case "image":
      return pictureFacts(preview);
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
