import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "./checks.ts";

/**
 * A real VS Code without its download: the same workbench and extension host, served to a browser. It is installed beside the project's
 * dependencies, once, into a folder that git ignores.
 */

const version = "4.139.1";
const home = join(root, ".vscode-test", "code-server");
const installed = join(home, `.installed-${version}-2`);
const package_ = join(home, "node_modules", "code-server");
const entry = join(package_, "out", "node", "entry.js");
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/**
 * Installs it where it is not installed. Nothing is compiled, and no install script is run.
 * @returns why it cannot be had; undefined where it is there
 */
export const installCodeServer = (): string | undefined => {
  if (existsSync(installed)) return undefined;
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "package.json"), '{ "private": true }\n');
  const steps: readonly (readonly [string, readonly string[]])[] = [
    [home, ["install", `code-server@${version}`, "--ignore-scripts"]],
    [join(package_, "lib", "vscode"), ["install", "--omit=dev", "--ignore-scripts"]],
    [join(package_, "lib", "vscode", "extensions"), ["install", "--omit=dev", "--ignore-scripts"]],
  ];
  for (const [cwd, args] of steps) {
    const { status } = spawnSync(npm, [...args, "--no-audit", "--no-fund", "--loglevel=error"], {
      cwd,
      stdio: ["ignore", "ignore", "inherit"],
      // The project's own Node does not bring an npm.
      env: { ...process.env, PATH: withoutProject() },
      shell: process.platform === "win32",
    });
    if (status !== 0) return `code-server ${version} cannot be installed`;
  }
  writeFileSync(join(package_, "lib", "vscode", "node_modules", "@vscode", "spdlog", "index.js"), logger);
  writeFileSync(installed, "");
  return undefined;
};

/** The editor writes its logs by a native module, which would have to be compiled. A few lines do for tests, which read them. */
const logger = `const { appendFileSync, mkdirSync } = require("node:fs");
const { dirname } = require("node:path");
class Logger {
  constructor(_type, _name, file) { this.file = file; this.level = 2; mkdirSync(dirname(file), { recursive: true }); }
  write(level, message) { if (level >= this.level) try { appendFileSync(this.file, message + "\\n"); } catch {} }
  trace(message) { this.write(0, message); }
  debug(message) { this.write(1, message); }
  info(message) { this.write(2, message); }
  warn(message) { this.write(3, message); }
  error(message) { this.write(4, message); }
  critical(message) { this.write(5, message); }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() {} clearFormatters() {} flush() {} drop() {}
}
const create = async (name, file) => new Logger("", name, file);
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
`;

const withoutProject = (): string => {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return [...folders.filter((folder) => !folder.startsWith(join(root, "node_modules"))), dirname(process.execPath)].join(delimiter);
};

export interface ServerOptions {
  /** Absolute path of what is opened: a folder, or a file that names several. */
  readonly folder: string;
  readonly userData: string;
  readonly extensions: string;
  /** Restricted Mode is possible, as a person has it. */
  readonly trust?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** 0 for any that is free. */
  readonly port?: number;
}

/** A running server. */
export interface CodeServer {
  /** Where the workbench is, with the folder open. */
  readonly address: string;
  /** Ends the server with all that it started. */
  stop(): Promise<void>;
}

/** Starts a server, and waits until it serves. */
export const startCodeServer = async ({
  folder,
  userData,
  extensions,
  trust = false,
  env = {},
  port = 0,
}: ServerOptions): Promise<CodeServer> => {
  writeSettings(userData);
  const args = ["--auth", "none", "--bind-addr", `127.0.0.1:${String(port)}`, "--user-data-dir", userData, "--extensions-dir", extensions];
  const flags = ["--disable-telemetry", "--disable-update-check", ...(trust ? [] : ["--disable-workspace-trust"])];
  const child = spawn(process.execPath, [entry, ...args, ...flags, folder], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const ended = once(child, "exit");
  let said = "";
  const listening = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on("line", (line) => {
        said += `${line}\n`;
        const found = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
        if (found !== undefined) resolve(found);
      });
    }
    void ended.then(() => reject(new Error(`code-server did not start:\n${said}`)));
  });
  const stop = async (): Promise<void> => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has ended, and nobody has told us yet.
    }
    await ended;
  };
  try {
    const address = await listening;
    return { address: `${address}/?${folder.endsWith(".code-workspace") ? "workspace" : "folder"}=${encodeURIComponent(folder)}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** What keeps the workbench quiet; settings of a test stand beside it. */
const quiet = {
  "chat.disableAIFeatures": true,
  "workbench.startupEditor": "none",
  "telemetry.telemetryLevel": "off",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "security.workspace.trust.startupPrompt": "never",
  "typescript.disableAutomaticTypeAcquisition": true,
};

const writeSettings = (userData: string): void => {
  const file = join(userData, "User", "settings.json");
  mkdirSync(dirname(file), { recursive: true });
  const given = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as object) : {};
  writeFileSync(file, JSON.stringify({ ...quiet, ...given }, undefined, 2));
};

/** Installs a VSIX into a folder of extensions, as a user would. */
export const installVsix = (vsix: string, extensions: string): void => {
  const userData = `${extensions}-data`;
  const args = [entry, "--user-data-dir", userData, "--extensions-dir", extensions, "--install-extension", vsix];
  const { status, stderr, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
  rmSync(userData, { recursive: true, force: true });
  if (status !== 0) throw new Error(`The VSIX cannot be installed:\n${stdout}${stderr}`);
};
