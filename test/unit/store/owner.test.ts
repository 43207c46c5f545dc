import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { Owner } from "../../../src/runner/model/events.ts";
import { isAlive, thisOwner } from "../../../src/runner/store/owner.ts";

const linux = process.platform === "linux";

/** As a system other than Linux would say it. */
function withoutTicks(owner: Owner): Owner {
  const { startTicks: _, ...rest } = owner;
  return rest;
}

test("this process lives, and its identity survives the disk", () => {
  const owner = thisOwner();
  assert.equal(owner.pid, process.pid);
  assert.equal(isAlive(Owner.parse(JSON.parse(JSON.stringify(owner)))), "alive");
  // All that is known then is that the id is in use.
  assert.equal(isAlive(withoutTicks(owner)), "unknown");
});

test("a process that ended is gone", async () => {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  const owner = { ...thisOwner(), pid: child.pid ?? 0 };
  assert.equal(isAlive(owner), "gone");
  assert.equal(isAlive(withoutTicks(owner)), "gone");
});

test("another process with the same id is not the owner", { skip: !linux }, () => {
  const owner = thisOwner();
  assert.equal(isAlive({ ...owner, startTicks: (owner.startTicks ?? 0) - 1 }), "gone");
});

test("a process of an earlier boot is gone, whatever has its id now", () => {
  const owner = thisOwner();
  assert.equal(isAlive({ ...owner, boot: "another" }), "gone");
  assert.equal(isAlive({ ...withoutTicks(owner), startedAt: 0 }), "gone");
});

test("of another host nothing is known", () => {
  assert.equal(isAlive({ ...thisOwner(), host: "elsewhere" }), "unknown");
});
