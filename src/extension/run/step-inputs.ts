import * as vscode from "vscode";
import type { Json } from "../../runner/model/json.ts";
import type { Replay } from "../../runner/model/replay.ts";
import type { StepInput } from "../../runner/model/service.ts";
import type { ServiceClient } from "../service/service-client.ts";
import { showFailure } from "./messages.ts";

type StepReplay = Extract<Replay, { kind: "only" | "from" }>;

interface StepOfRun {
  readonly folder: string;
  readonly run: string;
  readonly step: string;
}

interface InputItem extends vscode.QuickPickItem {
  /** Absent on the item that runs the step. */
  readonly input?: StepInput;
}

/**
 * Asks which inputs a step is to have other than it had in a run: they stand in a list, as many as wanted are edited one by one, and the
 * first item of the list runs the step. What is typed is JSON, or a text as its type takes it, and is checked while it is typed.
 *
 * @returns undefined where the person went away, or nothing is known of the inputs and that was said
 */
export const askStepInputs = async (client: ServiceClient, { folder, run, step }: StepOfRun): Promise<StepReplay | undefined> => {
  const found = await client.ask("stepInputs", { folder, run, step });
  if (!found.ok) {
    showFailure(found.error);
    return undefined;
  }
  const title = vscode.l10n.t("Run {0} with other inputs", step);
  const edited = new Map<string, string>();
  for (;;) {
    const chosen = await vscode.window.showQuickPick([runItem(edited.size), ...found.value.map((input) => inputItem(input, edited))], {
      title,
      placeHolder: vscode.l10n.t("Choose an input to edit it, or run the step"),
      ignoreFocusOut: true,
    });
    if (chosen === undefined) return undefined;
    const { input } = chosen;
    if (input === undefined) return { kind: "only", step, ...givenBy(edited) };
    const text = await vscode.window.showInputBox({
      validateInput: (typed) => wrongWith(client, { folder, run, step }, input.name, typed),
      title: `${title}: ${input.name}`,
      value: edited.get(input.name) ?? input.text ?? "",
      prompt: [input.signature?.type, input.signature?.doc].filter(Boolean).join(" · "),
      ignoreFocusOut: true,
    });
    if (text === undefined) continue;
    if (text === input.text) edited.delete(input.name);
    else edited.set(input.name, text);
  }
};

/** What is wrong with a text as an input; undefined where the step would take it. */
const wrongWith = async (client: ServiceClient, of: StepOfRun, name: string, text: string): Promise<string | undefined> => {
  const checked = await client.ask("checkInputs", { ...of, ...givenBy(new Map([[name, text]])) });
  return checked.ok ? undefined : checked.error.help;
};

const runItem = (edits: number): InputItem => ({
  label: vscode.l10n.t("Run"),
  iconPath: new vscode.ThemeIcon("play"),
  description: edits === 0 ? vscode.l10n.t("with the inputs that it had") : vscode.l10n.t("{0} edited", edits),
});

const inputItem = (input: StepInput, edited: ReadonlyMap<string, string>): InputItem => {
  const text = edited.get(input.name);
  return {
    label: input.name,
    iconPath: new vscode.ThemeIcon(text === undefined ? "symbol-parameter" : "edit"),
    description: text ?? input.text ?? storedText(input),
    ...(input.signature && { detail: input.signature.type }),
    input,
  };
};

/** What is no JSON, or too large for a field, is named by its version. */
const storedText = ({ binding }: StepInput): string =>
  binding?.kind === "version" ? `${binding.ref.artifact}@${binding.ref.version}` : vscode.l10n.t("not editable as text");

/** Edited texts as what they are: values where they are JSON. */
const givenBy = (edited: ReadonlyMap<string, string>): Required<Pick<StepReplay, "inputs" | "textInputs">> => {
  const inputs: Record<string, Json> = {};
  const textInputs: Record<string, string> = {};
  for (const [name, text] of edited) {
    try {
      inputs[name] = JSON.parse(text) as Json;
    } catch {
      textInputs[name] = text;
    }
  }
  return { inputs, textInputs };
};
