import { homedir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import type { RunRequest } from "../../runner/model/protocol.ts";
import { section, settings } from "../ids.ts";
import { runEnvironment } from "../run/run-environment.ts";
import { findUserNode } from "../run/user-node.ts";
import type { FolderDefinition } from "../workspace/definitions.ts";
import { bundleFolder } from "./bundle-folder.ts";

/**
 * Debugs a pipeline, or one step: the same runner, started by the built-in debugger, with one step at a time and nothing taken from the
 * cache, so that each breakpoint is reached.
 */
export const debugRun = async (target: FolderDefinition, inputs: Partial<RunRequest>, dist: string): Promise<boolean> => {
  const folder = vscode.Uri.file(target.folder);
  const configuration = vscode.workspace.getConfiguration(section, folder);
  if (configuration.get<boolean>(settings.saveBeforeRun, true)) await vscode.workspace.saveAll(false);
  const node = await findUserNode(folder);
  if ("problem" in node) {
    void vscode.window.showErrorMessage(node.problem);
    return false;
  }
  const request: RunRequest = {
    file: join(target.folder, target.file),
    workspace: target.folder,
    target: { name: target.identity },
    ...inputs,
    overrides: { ...inputs.overrides, enableCache: false, maxConcurrency: 1 },
  };
  return vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(folder), {
    type: "pwa-node",
    request: "launch",
    name: target.name,
    program: join(dist, "main.js"),
    runtimeExecutable: node.path,
    cwd: target.folder,
    env: {
      ...runEnvironment(configuration),
      ...node.environment,
      STEPWRIGHT_RUN_REQUEST: JSON.stringify(request),
      // Somebody who looks at a line takes as long as it takes.
      STEPWRIGHT_LOAD_TIMEOUT: "86400",
    },
    // The steps run in processes that the runner starts.
    autoAttachChildProcesses: true,
    sourceMaps: true,
    outFiles: [join(bundleFolder(), "**", "*.{js,mjs,cjs}"), `!${join(homedir(), "**", "node_modules", "**")}`],
    // The compiler that comes with us names a map that does not, which would be an error in the console.
    resolveSourceMapLocations: [join(bundleFolder(), "**"), "**", `!${join(dist, "**")}`],
    skipFiles: ["<node_internals>/**", join(dist, "**")],
    outputCapture: "std",
    console: "internalConsole",
  });
};
