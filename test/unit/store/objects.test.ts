import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import fc from "fast-check";
import { Content } from "../../../src/runner/model/artifact.ts";
import * as objects from "../../../src/runner/store/objects.ts";
import type { Store } from "../../../src/runner/store/store.ts";
import { bad, good, temporaryStore, whileReadOnly } from "./support.ts";

const sha256 = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Changes a content in its place, as a failing disk or a person would. */
function damage(store: Store, content: Content, how: "truncate" | "overwrite" | "append"): void {
  const path = objects.objectPath(store, content);
  switch (how) {
    case "truncate":
      truncateSync(path, content.bytes - 1);
      return;
    case "overwrite":
      writeFileSync(path, "#".repeat(content.bytes));
      return;
    case "append":
      appendFileSync(path, "#");
      return;
    default:
      how satisfies never;
  }
}

/** A file in a temporary folder of the store. */
function madeFile(store: Store, name: string, text: string): string {
  const path = join(good(objects.temporaryDirectory(store)), name);
  writeFileSync(path, text);
  return path;
}

test("a text is kept under the hash of its UTF-8 bytes, with its extension", (t) => {
  const store = temporaryStore(t);
  const content = good(objects.writeObject(store, '{"größe":1}', "json"));
  const hash = sha256('{"größe":1}');
  assert.deepEqual(content, { hash, bytes: 13, extension: "json" });
  assert.equal(objects.objectPath(store, content), join(store.root, "artifacts", "objects", hash.slice(0, 2), `${hash}.json`));
  assert.equal(readFileSync(objects.objectPath(store, content), "utf8"), '{"größe":1}');
});

test("any bytes come back as they were, and the same bytes are the same content", (t) => {
  const store = temporaryStore(t);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const content = good(objects.writeObject(store, bytes, "bin"));
      assert.deepEqual(new Uint8Array(good(objects.readObject(store, content))), bytes);
      assert.deepEqual(good(objects.writeObject(store, bytes, "bin")), content);
      assert.deepEqual(Content.parse(content), content);
      assert.equal(objects.verifyObject(store, content), true);
    }),
    { numRuns: 50 },
  );
});

test("a content that is there is not written again", (t) => {
  const store = temporaryStore(t);
  const path = objects.objectPath(store, good(objects.writeObject(store, "abc", "txt")));
  const { ino } = statSync(path);
  good(objects.writeObject(store, "abc", "txt"));
  assert.equal(statSync(path).ino, ino);
});

test("large contents are read and checked in pieces", (t) => {
  const store = temporaryStore(t);
  const bytes = Buffer.alloc(3 * 2 ** 20 + 7, "stepwright");
  const content = good(objects.writeObject(store, bytes, "bin"));
  assert.equal(content.hash, sha256(bytes));
  assert.ok(good(objects.readObject(store, content)).equals(bytes));
  assert.equal(objects.verifyObject(store, content), true);
  damage(store, content, "overwrite");
  assert.equal(objects.verifyObject(store, content), false);
});

for (const how of ["truncate", "overwrite", "append"] as const) {
  test(`a damaged content (${how}) is no content, and writing it again mends it`, (t) => {
    const store = temporaryStore(t);
    const content = good(objects.writeObject(store, "abc", "txt"));
    damage(store, content, how);
    const path = objects.objectPath(store, content);
    const left = readFileSync(path, "utf8");
    assert.match(bad(objects.readObject(store, content), "SW4005"), /is missing or damaged/);
    assert.equal(objects.lookAtObject(store, content), "damaged");
    assert.equal(objects.isIntact(store, content, undefined), false);
    assert.deepEqual([readFileSync(path, "utf8"), existsSync(`${path}.damaged`)], [left, false], "who reads it touches nothing");
    assert.equal(objects.verifyObject(store, content), false);
    good(objects.writeObject(store, "abc", "txt"));
    assert.equal(good(objects.readObject(store, content)).toString(), "abc");
  });
}

test("what is left of a damaged content is set aside, not deleted", (t) => {
  const store = temporaryStore(t);
  const content = good(objects.writeObject(store, "abc", "txt"));
  damage(store, content, "overwrite");
  assert.equal(objects.verifyObject(store, content), false);
  assert.equal(readFileSync(`${objects.objectPath(store, content)}.damaged`, "utf8"), "###");
});

test("a reference with a wrong size is refused, and what is stored stays", (t) => {
  const store = temporaryStore(t);
  const content = good(objects.writeObject(store, "abc", "txt"));
  bad(objects.readObject(store, { ...content, bytes: 5 }), "SW4005");
  assert.equal(objects.verifyObject(store, { ...content, bytes: 5 }), false);
  assert.equal(good(objects.readObject(store, content)).toString(), "abc");
});

test("a missing content is said so, also without reading, and so is one of another size", (t) => {
  const store = temporaryStore(t);
  const content = good(objects.writeObject(store, "abc", "txt"));
  const folder = good(objects.adoptObject(store, madeFolder(store, { "a.txt": "a" })));
  for (const each of [content, folder]) assert.equal(objects.seenMissing(store, each), undefined);
  assert.equal(objects.seenMissing(store, { ...content, bytes: 5 })?.code, "SW4005");
  for (const each of [content, folder]) {
    rmSync(objects.objectPath(store, each), { recursive: true });
    assert.equal(objects.seenMissing(store, each)?.code, "SW4005");
  }
  bad(objects.readObject(store, content), "SW4005");
  assert.equal(objects.verifyObject(store, content), false);
});

test("a link in the place of a content is not followed", { skip: process.platform === "win32" }, (t) => {
  const store = temporaryStore(t);
  const content = good(objects.writeObject(store, "abc", "txt"));
  const path = objects.objectPath(store, content);
  rmSync(path);
  const elsewhere = madeFile(store, "elsewhere", "abc");
  symlinkSync(elsewhere, path);
  bad(objects.readObject(store, content), "SW4005");
  assert.equal(readFileSync(elsewhere, "utf8"), "abc");
});

test("where the store cannot be written, writing says so and reading goes on", { skip: process.platform === "win32" }, (t) => {
  const store = temporaryStore(t);
  whileReadOnly(join(store.root, "tmp"), () => bad(objects.writeObject(store, "abc", "txt"), "SW4001"));
});

test("an extension that is no safe part of a path is not used", (t) => {
  const store = temporaryStore(t);
  const extensions = [".npy", "tar.gz", "JPG", "", "../../x", "a/b", "é"];
  const used = extensions.map((extension) => good(objects.writeObject(store, "x", extension)).extension);
  assert.deepEqual(used, ["npy", "tar.gz", "JPG", "bin", "bin", "bin", "bin"]);
});

test("a file is taken over by moving it", (t) => {
  const store = temporaryStore(t);
  const path = madeFile(store, "photo.png", "pixels");
  assert.deepEqual(good(objects.adoptObject(store, path)), { hash: sha256("pixels"), bytes: 6, extension: "png" });
  assert.equal(existsSync(path), false);
  const again = good(objects.adoptObject(store, madeFile(store, "other", "pixels"), "png"));
  assert.equal(good(objects.readObject(store, again)).toString(), "pixels");
  assert.deepEqual(good(objects.adoptObject(store, madeFile(store, "LICENSE", ""))), { hash: sha256(""), bytes: 0, extension: "bin" });
});

/** A folder in the store with these files, by path. */
function madeFolder(store: Store, files: Readonly<Record<string, string>>): string {
  const folder = good(objects.temporaryDirectory(store));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

test("a folder is kept under the hash of its sorted paths and hashes", (t) => {
  const store = temporaryStore(t);
  const content = good(objects.adoptObject(store, madeFolder(store, { "b.txt": "bb", "a/c.txt": "c" })));
  const hash = sha256(`a/c.txt\0${sha256("c")}\nb.txt\0${sha256("bb")}\n`);
  assert.deepEqual(content, { hash, bytes: 3, files: ["a/c.txt", "b.txt"] });
  assert.deepEqual(Content.parse(content), content);
  assert.equal(readFileSync(join(objects.objectPath(store, content), "a", "c.txt"), "utf8"), "c");
  assert.equal(objects.verifyObject(store, content), true);
  assert.deepEqual(good(objects.adoptObject(store, madeFolder(store, { "a/c.txt": "c", "b.txt": "bb" }))), content);
  assert.deepEqual(readdirSync(join(store.root, "tmp")), []);
});

test("an empty folder and an empty file are two contents", (t) => {
  const store = temporaryStore(t);
  const folder = good(objects.adoptObject(store, madeFolder(store, {})));
  const file = good(objects.adoptObject(store, madeFile(store, "empty", "")));
  assert.equal(objects.verifyObject(store, folder) && objects.verifyObject(store, file), true);
});

const damages: Record<string, (folder: string) => void> = {
  "a changed file": (folder) => {
    writeFileSync(join(folder, "a.txt"), "b");
  },
  "a file more": (folder) => {
    writeFileSync(join(folder, "b.txt"), "b");
  },
  "a missing file": (folder) => {
    rmSync(join(folder, "a.txt"));
  },
};
for (const [name, change] of Object.entries(damages)) {
  test(`a folder with ${name} is damaged, and making it again mends it`, (t) => {
    const store = temporaryStore(t);
    const content = good(objects.adoptObject(store, madeFolder(store, { "a.txt": "a" })));
    change(objects.objectPath(store, content));
    assert.equal(objects.verifyObject(store, content), false);
    assert.deepEqual(good(objects.adoptObject(store, madeFolder(store, { "a.txt": "a" }))), content);
    assert.equal(objects.verifyObject(store, content), true);
  });
}

test("a folder is not read as a file", (t) => {
  const store = temporaryStore(t);
  const content = good(objects.adoptObject(store, madeFolder(store, { "a.txt": "a" })));
  bad(objects.readObject(store, content), "SW4005");
  assert.equal(objects.verifyObject(store, content), true);
});

test("what cannot be kept is refused with its name", { skip: process.platform === "win32" }, (t: TestContext) => {
  const store = temporaryStore(t);
  const linked = madeFolder(store, { "a.txt": "a" });
  symlinkSync("/etc/passwd", join(linked, "link"));
  assert.equal(bad(objects.adoptObject(store, linked), "SW3006"), "link is neither a file nor a folder.");
  assert.match(bad(objects.adoptObject(store, join(linked, "link")), "SW3006"), /link is neither a file nor a folder/);
  const named = madeFolder(store, { "a\\b": "a" });
  assert.match(bad(objects.adoptObject(store, named), "SW3006"), /not every system can hold/);
  bad(objects.adoptObject(store, join(named, "missing")), "SW4005");
});

test("a reference from a file never leads out of the store", () => {
  const hash = sha256("x");
  for (const extension of ["/../../../x", "..", "a/b", ""]) assert.equal(Content.safeParse({ hash, bytes: 1, extension }).success, false);
  for (const file of ["../x", "a/../../x", "/etc/passwd", "C:/x", "a\\b", "a//b", "", "."]) {
    assert.equal(Content.safeParse({ hash, bytes: 1, files: [file] }).success, false);
  }
});

test("a content that has its size and not its bytes, as a power cut leaves it, is written anew", (t) => {
  const store = temporaryStore(t);
  const content = good(objects.writeObject(store, "the content", "txt"));
  const path = objects.objectPath(store, content);
  writeFileSync(path, Buffer.alloc(content.bytes));
  good(objects.writeObject(store, "the content", "txt"));
  assert.equal(readFileSync(path, "utf8"), "the content");
  writeFileSync(path, Buffer.alloc(content.bytes));
  good(objects.adoptObject(store, madeFile(store, "x.txt", "the content")));
  assert.equal(readFileSync(path, "utf8"), "the content");

  const made = (): string => {
    const folder = good(objects.temporaryDirectory(store));
    writeFileSync(join(folder, "a"), "1");
    writeFileSync(join(folder, "b"), "2");
    return folder;
  };
  const tree = good(objects.adoptObject(store, made()));
  writeFileSync(join(objects.objectPath(store, tree), "a"), "0");
  good(objects.adoptObject(store, made()));
  assert.equal(readFileSync(join(objects.objectPath(store, tree), "a"), "utf8"), "1");
});
