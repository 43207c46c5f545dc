import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import * as vscode from "vscode";
import { section, settings } from "../ids.ts";
import { asNode, cleanEnvironment } from "../service/own-node.ts";

/** The program that runs pipelines. */
export interface UserNode {
  readonly path: string;
  /** Where it was found. */
  readonly from: "setting" | "path" | "vscode";
  readonly version: string;
  /** What its environment needs besides that of the user. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The oldest Node that runs pipelines. */
const oldest = [24, 2] as const;

/** Versions by path: asking a program takes a moment. */
const versions = new Map<string, Promise<string | undefined>>();

/**
 * The Node of the setting, else the first one on the `PATH`, else the one of VS Code. One that is too old is passed over, unless the
 * setting names it.
 *
 * @returns a sentence that says what is wrong and what to do, where there is none
 */
export const findUserNode = async (folder: vscode.Uri): Promise<UserNode | { readonly problem: string }> => {
  const set = vscode.workspace.getConfiguration(section, folder).get(settings.nodePath, "").trim();
  if (set !== "") {
    const version = await versionOf(set);
    if (version === undefined) return { problem: vscode.l10n.t("The setting `stepwright.nodePath` names {0}, which is not Node.", set) };
    if (!isRecent(version))
      return { problem: vscode.l10n.t("The setting `stepwright.nodePath` names Node {0}. Stepwright needs 24.2 or later.", version) };
    return { path: set, from: "setting", version, environment: {} };
  }
  const onPath = findOnPath();
  const version = onPath === undefined ? undefined : await versionOf(onPath);
  if (onPath !== undefined && version !== undefined && isRecent(version)) return { path: onPath, from: "path", version, environment: {} };
  const own = process.versions.node;
  if (isRecent(own)) return { path: process.execPath, from: "vscode", version: own, environment: asNode() };
  return {
    problem: vscode.l10n.t(
      "Stepwright needs Node 24.2 or later to run pipelines. Install it, or name it in the setting `stepwright.nodePath`.",
    ),
  };
};

const findOnPath = (): string | undefined => {
  const name = process.platform === "win32" ? "node.exe" : "node";
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
};

const versionOf = (path: string): Promise<string | undefined> => {
  const known = versions.get(path);
  if (known !== undefined) return known;
  const asked = new Promise<string | undefined>((resolve) => {
    execFile(path, ["--version"], { env: cleanEnvironment(), timeout: 10_000 }, (error, stdout) => {
      resolve(error === null ? /^v(\d+\.\d+\.\d+)/.exec(stdout)?.[1] : undefined);
    });
  });
  versions.set(path, asked);
  return asked;
};

const isRecent = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
};
