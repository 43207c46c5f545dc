import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { DirectoryRef, FileRef } from "../../../src/runner/model/values.ts";
import { load, save, saveNow } from "../../../src/runner/store/materialize/index.ts";
import { assertFailure, loaded, overwrite, saved, temporaryFolder, temporaryStore } from "./support.ts";

void describe("files", () => {
  void it("are copied with extension and name, and stay where they were", async (t) => {
    const [store, folder] = [temporaryStore(t), temporaryFolder(t)];
    const path = join(folder, "report 1.PDF");
    writeFileSync(path, "content");
    const kept = await saved(store, new FileRef(path));
    assert.equal(kept.materialized.content.extension, "PDF");
    assert.deepEqual(kept.materialized.preview, { kind: "opaque", text: "report 1.PDF" });
    assert.ok(existsSync(path));
    rmSync(path);
    const back = await loaded(store, kept);
    assert.ok(FileRef.is(back));
    assert.equal(back.name, "report 1.PDF");
    assert.equal(readFileSync(back.path, "utf8"), "content");
    assert.deepEqual(readdirSync(join(store.root, "tmp")), []);
  });

  void it("are the same content wherever they are", async (t) => {
    const [store, folder] = [temporaryStore(t), temporaryFolder(t)];
    writeFileSync(join(folder, "a.txt"), "x");
    writeFileSync(join(folder, "b.txt"), "x");
    const a = await saved(store, new FileRef(join(folder, "a.txt")));
    const b = await saved(store, new FileRef(join(folder, "b.txt")));
    assert.deepEqual(b.materialized.content, a.materialized.content);
  });

  void it("need waiting", (t) => {
    assert.equal(saveNow(temporaryStore(t), new FileRef("a"), { output: "result" }), undefined);
  });

  void it("are SW3006 where there is none, or a folder", async (t) => {
    const [store, folder] = [temporaryStore(t), temporaryFolder(t)];
    const missing = await save(store, new FileRef(join(folder, "no.txt")), { output: "report" });
    assert.match(assertFailure(missing, "SW3006", /^Output `report` cannot be stored\. .*no\.txt cannot be copied/), /existing file/);
    assertFailure(await save(store, new FileRef(folder), { output: "report" }), "SW3006", /is no file/);
    assertFailure(await save(store, new DirectoryRef(join(folder, "no")), { output: "site" }), "SW3006", /cannot be copied/);
  });

  void it("are SW4005 when the stored file was changed", async (t) => {
    const [store, folder] = [temporaryStore(t), temporaryFolder(t)];
    writeFileSync(join(folder, "a.txt"), "x");
    const { materialized } = await saved(store, new FileRef(join(folder, "a.txt")));
    overwrite(store, materialized, "y");
    assertFailure(await load(store, materialized), "SW4005", /missing or was changed/);
  });
});

void describe("folders", () => {
  void it("are copied as a tree", async (t) => {
    const [store, folder] = [temporaryStore(t), temporaryFolder(t)];
    mkdirSync(join(folder, "site", "img"), { recursive: true });
    writeFileSync(join(folder, "site", "index.html"), "<p>");
    writeFileSync(join(folder, "site", "img", "a.svg"), "<svg>");
    const kept = await saved(store, new DirectoryRef(join(folder, "site")));
    assert.deepEqual(kept.materialized.content.files, ["img/a.svg", "index.html"]);
    const back = await loaded(store, kept);
    assert.ok(DirectoryRef.is(back));
    assert.equal(back.name, "site");
    assert.equal(readFileSync(join(back.path, "img", "a.svg"), "utf8"), "<svg>");
  });

  void it("are SW3006 with a link inside", async (t) => {
    const [store, folder] = [temporaryStore(t), temporaryFolder(t)];
    symlinkSync("/etc/hosts", join(folder, "link"));
    const result = await save(store, new DirectoryRef(folder), { output: "site" });
    assertFailure(result, "SW3006", /link is neither a file nor a folder/);
  });
});

void describe("names of files", () => {
  const names = [
    ["/a/b.txt", "b.txt"],
    ["b.txt", "b.txt"],
    ["C:\\a\\b.txt", "b.txt"],
    ["/a/b/", "b"],
    ["/", "/"],
  ] as const;
  for (const [path, name] of names) {
    void it(`${path} is called ${name}`, () => {
      assert.equal(new FileRef(path).name, name);
    });
  }
});
