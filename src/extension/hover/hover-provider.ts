import * as vscode from "vscode";
import { isPage } from "../../runner/model/preview-page.ts";
import type { OutputFacts, ValueFacts } from "../../runner/model/service.ts";
import { shownType } from "../../runner/model/shown-type.ts";
import { commands, languages, section, settings } from "../ids.ts";
import type { ServiceClient } from "../service/service-client.ts";
import { age, bytes, duration, statusIcon, statusText } from "../texts.ts";
import type { Definitions } from "../workspace/definitions.ts";
import { escaped, previewMarkdown } from "./markdown.ts";

/** What links in a hover may do: they show things, and change nothing. */
const shows = [
  commands.showArtifact,
  commands.compareArtifact,
  commands.showPage,
  commands.showRun,
  commands.showStepLog,
  commands.showWhy,
];

/** How many outputs of one step are shown. */
const mostOutputs = 4;

/**
 * The last value of a step, or of a variable that holds its result. It is made of what is stored with the run, and never of the data, so
 * it is there at once however large the value is.
 */
export class HoverProvider implements vscode.HoverProvider, vscode.Disposable {
  readonly #client: ServiceClient;
  readonly #definitions: Definitions;
  readonly #registration: vscode.Disposable;

  constructor(client: ServiceClient, definitions: Definitions) {
    this.#client = client;
    this.#definitions = definitions;
    const selector = languages.map((language) => ({ language, scheme: "file" }));
    this.#registration = vscode.languages.registerHoverProvider(selector, this);
  }

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    if (!vscode.workspace.getConfiguration(section, document).get<boolean>(settings.hover, true)) return undefined;
    const folder = vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath;
    // Where nothing is defined, nobody has to be asked.
    if (folder === undefined || this.#definitions.of(document.uri).length === 0) return undefined;
    const file = vscode.workspace.asRelativePath(document.uri, false);
    const value = await this.#client.ask("value", { folder, file, line: position.line + 1, column: position.character + 1 });
    if (!value.ok || value.value === undefined) return undefined;
    return new vscode.Hover(hoverContent(folder, value.value));
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

/**
 * What is shown of a result: data as text that is trusted in nothing, and links that stand apart. They stand above it, since what is long is
 * cut off below.
 */
const hoverContent = (folder: string, value: ValueFacts): vscode.MarkdownString[] => {
  const [only, ...others] = value.outputs;
  if (only === undefined || others.length > 0 || value.error !== undefined) return [links(folder, value), untrusted(data(value))];
  return [untrusted(outputTitle(value, only)), links(folder, value), untrusted(previewMarkdown(only.preview))];
};

const data = (value: ValueFacts): string => {
  const parts = value.outputs.slice(0, mostOutputs).map((output) => `${outputTitle(value, output)}\n\n${previewMarkdown(output.preview)}`);
  const more = value.outputs.length - mostOutputs;
  if (more > 0) parts.push(vscode.l10n.t("and {0} more", more));
  if (value.error !== undefined) parts.push(escaped(value.error.message));
  return parts.length === 0 ? `**${escaped(value.title)}** ${escaped(statusText(value.status))}` : parts.join("\n\n");
};

const untrusted = (text: string): vscode.MarkdownString => {
  const markdown = new vscode.MarkdownString(text);
  // Our own pictures are data addresses; nothing of the value is markup.
  markdown.supportHtml = false;
  markdown.isTrusted = false;
  return markdown;
};

const outputTitle = (value: ValueFacts, { output, type, preview, bytes: size, version }: OutputFacts): string => {
  const name = value.outputs.length > 1 ? `${value.invocation}.${output}` : value.title;
  return `**${escaped(name)}** ${escaped(shownType(type, preview))} · ${bytes(size)} · ${vscode.l10n.t("version {0}", escaped(version))}`;
};

const links = (folder: string, value: ValueFacts): vscode.MarkdownString => {
  const markdown = new vscode.MarkdownString(undefined, true);
  markdown.isTrusted = { enabledCommands: shows };
  const at = value.run.endedAt ?? value.run.startedAt;
  const took = value.duration === undefined || value.status === "cached" ? undefined : duration(value.duration);
  const facts = [
    `$(${statusIcon(value.status).replace("~spin", "")}) ${statusText(value.status)}`,
    took,
    age(Date.parse(at)),
    escaped(value.run.name),
  ];
  markdown.appendMarkdown(facts.filter((fact) => fact !== undefined).join(" · "));
  const [first] = value.outputs;
  const shown: string[] = [];
  if (first !== undefined) {
    const version = { folder, artifact: first.artifact, version: first.version };
    shown.push(link(vscode.l10n.t("Open value"), commands.showArtifact, version));
    if (isPage(first.preview)) shown.push(link(vscode.l10n.t("Show page"), commands.showPage, version));
    if (first.version !== "1") shown.push(link(vscode.l10n.t("Compare"), commands.compareArtifact, version));
  }
  shown.push(link(vscode.l10n.t("Show in graph"), commands.showRun, { folder, run: { id: value.run.id } }));
  const step = { folder, run: value.run.id, step: value.invocation };
  shown.push(link(vscode.l10n.t("Log"), commands.showStepLog, step), link(vscode.l10n.t("Why"), commands.showWhy, step));
  markdown.appendMarkdown(`\n\n${shown.join(" · ")}`);
  if (value.among !== undefined) markdown.appendMarkdown(`\n\n${heldText(folder, value.among)}`);
  return markdown;
};

/** The results that the place stands for, each with its value behind it. */
const heldText = (folder: string, { count, last }: NonNullable<ValueFacts["among"]>): string => {
  const named = last.map(({ title, ref }) => (ref ? link(escaped(title), commands.showArtifact, { folder, ...ref }) : escaped(title)));
  return vscode.l10n.t("The last of {0}: {1}", count, [...(count > named.length ? ["…"] : []), ...named].join(" · "));
};

const link = (title: string, command: string, argument: object): string =>
  `[${title}](command:${command}?${encodeURIComponent(JSON.stringify([argument]))})`;
