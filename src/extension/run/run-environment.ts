import type * as vscode from "vscode";
import { settings } from "../ids.ts";

/** What the settings of a folder say that a run of it gets as its environment, run or debugged. What somebody wrote as a variable wins. */
export const runEnvironment = (configuration: vscode.WorkspaceConfiguration): Record<string, string> => {
  const mode = configuration.get<string>(settings.validation, "full");
  return {
    ...(configuration.get<boolean>(settings.enforceTypeAnnotations, false) && { STEPWRIGHT_ENFORCE_TYPE_ANNOTATIONS: "true" }),
    ...(mode !== "full" && { STEPWRIGHT_VALIDATION: mode }),
    ...configuration.get<Record<string, string>>(settings.environment, {}),
  };
};
