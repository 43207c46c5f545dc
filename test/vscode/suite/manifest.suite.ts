import assert from "node:assert/strict";
import * as vscode from "vscode";
import { commands, panelCommands, settings } from "../../../src/extension/ids.ts";

const extension = (): vscode.Extension<unknown> => {
  const found = vscode.extensions.getExtension("stepwright.stepwright");
  assert.ok(found);
  return found;
};

describe("the manifest", () => {
  it("names the commands that the code registers", async () => {
    await extension().activate();
    const registered = (await vscode.commands.getCommands(true)).filter((name) => /^stepwright\.[a-zA-Z]+$/.test(name) && !isOfView(name));
    assert.deepEqual(registered.sort(), [...Object.values(commands), ...Object.values(panelCommands)].sort());
  });

  it("gives every setting a default", () => {
    const configuration = vscode.workspace.getConfiguration("stepwright");
    for (const name of Object.values(settings)) assert.notEqual(configuration.inspect(name)?.defaultValue, undefined, name);
  });
});

/** The editor makes commands for views: `stepwright.graph.focus` has a dot more, and the containers have `.resetViewContainerLocation`. */
const isOfView = (name: string): boolean => name === "stepwright.graph";
