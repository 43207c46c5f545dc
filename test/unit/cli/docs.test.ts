import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { Command } from "commander";
import { createProgram } from "../../../src/runner/cli/program.ts";
import { RunEvent } from "../../../src/runner/model/events.ts";
import { RunStatus, StepStatus } from "../../../src/runner/model/status.ts";

const text = readFileSync(join(import.meta.dirname, "../../../docs/cli.md"), "utf8");

/** The section of a command, from its heading to the next one. */
function section(name: string): string {
  const start = text.indexOf(`\n## ${name}\n`);
  assert.notEqual(start, -1, `docs/cli.md has no section ${name}`);
  return text.slice(start, text.indexOf("\n## ", start + 1));
}

/** Commands that do something themselves, by their whole name. */
function commands(parent: Command, prefix = ""): (readonly [name: string, command: Command])[] {
  return parent.commands.flatMap((command) => {
    const name = `${prefix}${command.name()}`;
    const below = commands(command, `${name} `);
    return below.length > 0 && command.registeredArguments.length === 0 ? below : [[name, command] as const, ...below];
  });
}

describe("docs/cli.md", () => {
  const program = createProgram(() => Promise.resolve());

  for (const [name, command] of commands(program)) {
    it(`describes ${name} with every flag`, () => {
      const described = section(name);
      assert.match(described, new RegExp(`\\$ stepwright ${name}\\b`, "u"));
      for (const option of command.options) assert.ok(described.includes(option.long ?? ""), `${name} ${option.flags}`);
    });
  }

  it("describes the flags of every command", () => {
    for (const flag of ["--workspace", "--json", "--no-color"]) assert.ok(section("What holds for every command").includes(flag), flag);
  });

  it("names every event and every status", () => {
    const events = RunEvent.def.options.flatMap((option) => option.shape.event.def.values);
    for (const word of [...events, ...RunStatus.options, ...StepStatus.options]) assert.ok(text.includes(`\`${word}\``), word);
  });

  it("has examples of JSON that parse", () => {
    const blocks = [...text.matchAll(/```json\n([\s\S]*?)```/gu)].map(([, block = ""]) => block);
    assert.ok(blocks.length >= 10);
    for (const block of blocks) assert.doesNotThrow(() => JSON.parse(block) as unknown, block);
  });
});
