import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { compileCheck } from "../../../src/runner/validate/compiled.ts";
import { createValidator } from "../../../src/runner/validate/validator.ts";
import { findingsText } from "../../../src/runner/validate/violation.ts";
import { analyse, valuesOf } from "./program.ts";
import { table } from "./table/index.ts";

const rows = table.flatMap(({ rows }) => rows);
const analysed = new Map(analyse(rows).map((result, index) => [rows[index], result]));

for (const section of table) {
  suite(section.title, () => {
    for (const row of section.rows) {
      const { schema, unchecked, assignable } = analysed.get(row) ?? assert.fail();
      const title = row.given === undefined ? row.type : `${row.type} · ${row.given}`;

      test(title, async () => {
        const validator = createValidator(schema);
        const compiled = compileCheck(schema, undefined);
        const said: Record<string, string> = {};
        for (const [written, value] of valuesOf(row)) {
          const findings = await validator.check(value);
          if (findings.total > 0) said[written] = findingsText(findings);
          assert.equal(
            compiled(value) ?? true,
            findings.total === 0,
            `compiled code disagrees about ${written}: ${JSON.stringify(schema)}`,
          );
        }
        assert.deepEqual(said, row.rejects, JSON.stringify(schema));
        assert.deepEqual(unchecked, row.unchecked ?? []);
      });

      test(`${title}: the compiler agrees`, () => {
        assert.deepEqual([...assignable], row.accepts);
      });
    }
  });
}
