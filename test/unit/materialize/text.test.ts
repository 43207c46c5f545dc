import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { TaggedText } from "../../../src/runner/model/values.ts";
import { objectPath } from "../../../src/runner/store/objects.ts";
import { assertRoundTrip, saved, fileStore } from "./support.ts";

const store = fileStore();

void describe("text", () => {
  const extensions = [
    ["plain", "txt"],
    [new TaggedText("html", "<p>ä</p>"), "html"],
    [new TaggedText("markdown", "# A\n"), "md"],
    [new TaggedText("csv", "a,b\r\n1,2\r\n"), "csv"],
  ] as const;
  for (const [value, extension] of extensions) {
    void it(`is a .${extension} file with the text and nothing else`, async () => {
      const { materialized, inline } = await saved(store, value);
      assert.equal(materialized.content.extension, extension);
      assert.equal(readFileSync(objectPath(store, materialized.content), "utf8"), String(value));
      assert.equal(inline, String(value));
      await assertRoundTrip(store, value);
    });
  }

  void it("keeps byte order marks, line ends and control characters", async () => {
    await assertRoundTrip(store, "\ufeffa\r\nb\u0000c");
  });

  void it("keeps half a character, which UTF-8 cannot, as JSON", async () => {
    await assertRoundTrip(store, "a\udfff");
    await assertRoundTrip(store, new TaggedText("html", "a\udfff"));
  });

  void it("knows a tagged text of another copy of the class", async () => {
    const copy = { language: "html", text: "<i>", [Symbol.for("stepwright.value")]: "text" };
    assert.ok(TaggedText.is(copy));
    assert.equal((await saved(store, copy)).materialized.content.extension, "html");
  });
});
