import * as vscode from "vscode";
import type { InputSignature } from "../../runner/model/signature.ts";
import type { ServiceClient } from "../service/service-client.ts";
import type { FolderDefinition } from "../workspace/definitions.ts";
import { showFailure } from "./messages.ts";

/** Texts by name of the parameter; one that is absent is left to its default. */
export type GivenTexts = Readonly<Record<string, string>>;

type Step = { readonly kind: "text"; readonly text: string | undefined } | { readonly kind: "back" } | { readonly kind: "away" };

/**
 * Asks for the parameters of a pipeline, one after the other, as its types say. What was given the last time stands there; what is typed is
 * checked while it is typed. Going back is possible.
 */
export class ParameterForm {
  readonly #client: ServiceClient;
  readonly #memory: vscode.Memento;

  constructor(client: ServiceClient, memory: vscode.Memento) {
    this.#client = client;
    this.#memory = memory;
  }

  /** @returns undefined where the person went away, or nothing is known of the parameters and that was said */
  async ask(pipeline: FolderDefinition): Promise<GivenTexts | undefined> {
    const { folder, identity, name } = pipeline;
    const parameters = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: vscode.l10n.t("Reading the parameters of {0}", name) },
      () => this.#client.ask("parameters", { folder, identity }),
    );
    if (!parameters.ok) {
      showFailure(parameters.error);
      return undefined;
    }
    const { inputs } = parameters.value;
    if (inputs.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t("{0} takes no parameters.", name));
      return {};
    }
    const key = `parameters:${folder}#${identity}`;
    const given = new Map(Object.entries(this.#memory.get<GivenTexts>(key, {})));
    for (let index = 0; index < inputs.length;) {
      const input = inputs[index];
      if (input === undefined) break;
      const step = await this.#askFor(pipeline, input, index, inputs.length, given.get(input.name));
      if (step.kind === "away") return undefined;
      if (step.kind === "back") {
        index = Math.max(0, index - 1);
        continue;
      }
      if (step.text === undefined) given.delete(input.name);
      else given.set(input.name, step.text);
      index++;
    }
    const known = new Set(inputs.map((input) => input.name));
    const texts = Object.fromEntries([...given].filter(([parameter]) => known.has(parameter)));
    await this.#memory.update(key, texts);
    return texts;
  }

  #askFor(pipeline: FolderDefinition, input: InputSignature, index: number, count: number, last: string | undefined): Promise<Step> {
    const choices = literalsOf(input);
    return choices === undefined
      ? this.#askText(pipeline, input, index, count, last)
      : askChoice(pipeline, input, index, count, choices, last);
  }

  #askText(pipeline: FolderDefinition, input: InputSignature, index: number, count: number, last: string | undefined): Promise<Step> {
    const box = vscode.window.createInputBox();
    decorate(box, pipeline, input, index, count);
    box.value = last ?? defaultText(input) ?? "";
    box.prompt = promptOf(input);
    const check = async (): Promise<boolean> => {
      const text = box.value;
      if (text === "" && mayBeLeftOut(input)) {
        box.validationMessage = undefined;
        return true;
      }
      const { folder, identity } = pipeline;
      const checked = await this.#client.ask("parameter", { folder, identity, name: input.name, text });
      // Something else may have been typed meanwhile.
      if (box.value === text) box.validationMessage = checked.ok ? undefined : checked.error.help;
      return checked.ok;
    };
    box.onDidChangeValue(() => void check());
    return settle(box, async () => {
      if (!(await check())) return undefined;
      const isDefault = box.value === "" || (last === undefined && box.value === defaultText(input));
      return { kind: "text", text: isDefault && mayBeLeftOut(input) ? undefined : box.value };
    });
  }
}

/** One value of several; without a text, what happens where nothing is given. */
interface Choice extends vscode.QuickPickItem {
  readonly text: string | undefined;
}

const askChoice = (
  pipeline: FolderDefinition,
  input: InputSignature,
  index: number,
  count: number,
  choices: readonly string[],
  last: string | undefined,
): Promise<Step> => {
  const pick = vscode.window.createQuickPick<Choice>();
  decorate(pick, pipeline, input, index, count);
  pick.placeholder = promptOf(input);
  const standard = defaultText(input);
  const items = choices.map((label) => ({
    label,
    text: label === standard ? undefined : label,
    description: label === standard ? vscode.l10n.t("default") : "",
  }));
  // What has a default is left out by choosing that.
  const none = { label: vscode.l10n.t("leave it out"), text: undefined, description: "" };
  pick.items = input.optional && standard === undefined ? [none, ...items] : items;
  const before = pick.items.find(({ label }) => label === (last ?? standard));
  if (before !== undefined) pick.activeItems = [before];
  return settle(pick, () => {
    const [chosen] = pick.activeItems;
    return Promise.resolve(chosen && { kind: "text" as const, text: chosen.text });
  });
};

const decorate = (box: vscode.QuickInput, pipeline: FolderDefinition, input: InputSignature, index: number, count: number): void => {
  box.title = vscode.l10n.t("Run {0}: {1}", pipeline.name, input.name);
  box.step = index + 1;
  box.totalSteps = count;
  box.ignoreFocusOut = true;
};

/** Shows a box until it is answered. `accept` gives nothing where the answer cannot be taken. */
const settle = (box: vscode.InputBox | vscode.QuickPick<Choice>, accept: () => Promise<Step | undefined>): Promise<Step> =>
  new Promise((resolve) => {
    const end = (step: Step): void => {
      resolve(step);
      box.dispose();
    };
    box.buttons = box.step === 1 ? [] : [vscode.QuickInputButtons.Back];
    box.onDidTriggerButton(() => end({ kind: "back" }));
    box.onDidHide(() => end({ kind: "away" }));
    box.onDidAccept(() => void accept().then((step) => step && end(step)));
    box.show();
  });

const mayBeLeftOut = (input: InputSignature): boolean => input.optional || input.default !== undefined;

const defaultText = ({ default: value }: InputSignature): string | undefined =>
  value === undefined ? undefined : typeof value === "string" ? value : JSON.stringify(value);

const promptOf = (input: InputSignature): string => {
  const optional = mayBeLeftOut(input) ? vscode.l10n.t("may be left empty") : undefined;
  return [input.type, input.doc, optional].filter(Boolean).join(" · ");
};

/** `"a" | "b"` and `boolean`: the values to choose from. */
const literalsOf = ({ type }: InputSignature): readonly string[] | undefined => {
  if (type === "boolean") return ["true", "false"];
  const parts = type.split(" | ");
  const texts = parts.flatMap((part) => /^"([^"\\]*)"$/.exec(part)?.[1] ?? []);
  return texts.length === parts.length ? texts : undefined;
};
