import { after, before, beforeEach } from "node:test";
import type { Command } from "./command.ts";
import { Puppets, puppetFile } from "./puppets.ts";
import { workspace, type Workspace } from "./workspace.ts";

/** A workspace whose steps can be puppets, shared by all stories of a file: reading its types takes longer than any of them. */
export interface PuppetWorkspace {
  readonly folder: Workspace;
  readonly puppets: Puppets;
  /** Starts a pipeline of `pipelines.ts`, nothing from the cache, with JSON lines on stdout. */
  run(pipeline: string, ...args: string[]): Command;
}

/** Makes it before the tests of the suite that calls this, and removes it after them. */
export const puppetWorkspace = (pipelines: string, env: Readonly<Record<string, string>> = {}): PuppetWorkspace => {
  let puppets: Puppets | undefined;
  let folder: Workspace | undefined;
  before(async () => {
    puppets = await Puppets.start();
    folder = await workspace({ "puppet.ts": puppetFile, "pipelines.ts": pipelines }, { env: { ...puppets.env, ...env } });
  });
  beforeEach(() => puppets?.forget());
  after(async () => {
    await folder?.[Symbol.asyncDispose]();
    await puppets?.[Symbol.asyncDispose]();
  });
  const made = <T>(thing: T | undefined): T => {
    if (thing === undefined) throw new Error("The workspace is there only while a test runs.");
    return thing;
  };
  return {
    get folder() {
      return made(folder);
    },
    get puppets() {
      return made(puppets);
    },
    run: (pipeline, ...args) => made(folder).start("run", "pipelines.ts", pipeline, "--no-cache", "--json", ...args),
  };
};
