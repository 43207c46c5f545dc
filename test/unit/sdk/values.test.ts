import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { csv, html, markdown } from "../../../src/runner/sdk/values.ts";

describe("tagged texts", () => {
  it("hold what is put in as it is", () => {
    assert.equal(html`<p>${"a < b"} ${2}</p>`.text, "<p>a < b 2</p>");
    assert.equal(markdown`# ${"Title"}`.text, "# Title");
    assert.equal(csv`a,b\n${[1, 2]}`.text, "a,b\n1,2");
  });

  it("put the parts of a page one after the other", () => {
    const cells = [1, 2].map((x) => html`<td>${[x, [x + 1]]}</td>`);
    assert.equal(html`<p>${cells}</p>`.text, "<p><td>12</td><td>23</td></p>");
  });
});
