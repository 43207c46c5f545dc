import path from "node:path";
import { test } from "node:test";
import { typesPage } from "./table/markdown.ts";

// After a change of the table: node --test --test-update-snapshots test/unit/schema/docs.test.ts
test("docs/types.md is what the table says", async (t) => {
  t.assert.fileSnapshot(await typesPage(), path.resolve(import.meta.dirname, "../../../docs/types.md"), { serializers: [String] });
});
