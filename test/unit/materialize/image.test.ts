import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateSync, inflateSync } from "node:zlib";
import { describe, it } from "node:test";
import type { Preview } from "../../../src/runner/model/preview.ts";
import { FileRef } from "../../../src/runner/model/values.ts";
import { previewOf } from "../../../src/runner/store/materialize/preview.ts";
import { shrinkPng } from "../../../src/runner/store/materialize/preview/shrink-png.ts";
import { previewBytes } from "../../../src/runner/store/materialize/preview/size.ts";
import { saved, temporaryFolder, temporaryStore } from "./support.ts";

const chunk = (name: string, data: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(name), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
};

/** A PNG whose rows are given with the filter that each has. `kind` is PNG's own number of a form of pixels. */
const png = (width: number, height: number, kind: number, rows: Buffer, more: readonly Buffer[] = []): Buffer => {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, kind], 8);
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([signature, chunk("IHDR", head), ...more, chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
};

/** A picture too busy to be small. */
const noisy = (width: number, height: number): Buffer => {
  const rows = Buffer.alloc(height * (width * 3 + 1));
  let state = 1;
  for (let at = 0; at < rows.length; at++) {
    state = (state * 48271) % 2147483647;
    rows[at] = at % (width * 3 + 1) === 0 ? 0 : state & 0xff;
  }
  return png(width, height, 2, rows);
};

const image = (preview: Preview): Extract<Preview, { kind: "image" }> => {
  assert.ok(preview.kind === "image", preview.kind);
  return preview;
};

const pictureOf = (preview: Preview): Buffer => Buffer.from(image(preview).picture?.data ?? "", "base64");
const sizeOf = (bytes: Buffer): readonly number[] => [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];

/** The first pixel of a copy: there is nothing above it that it would be a difference to. */
const firstPixel = (copy: Buffer): readonly number[] => {
  const at = copy.indexOf("IDAT");
  return [...inflateSync(copy.subarray(at + 4, at + 4 + copy.readUInt32BE(at - 4))).subarray(1, 5)];
};

void describe("a picture", () => {
  void it("that is small is its own preview, as a buffer and as a file", async (t) => {
    const small = png(2, 1, 2, Buffer.from([0, 255, 0, 0, 0, 0, 255]));
    const shown = { kind: "image", format: "png", width: 2, height: 1, picture: { type: "image/png", data: small.toString("base64") } };
    assert.deepEqual(previewOf(small), shown);
    const path = join(temporaryFolder(t), "dots.png");
    writeFileSync(path, small);
    assert.deepEqual((await saved(temporaryStore(t), new FileRef(path))).materialized.preview, shown);
  });

  void it("that is large has a smaller copy, and its own size", () => {
    const preview = image(previewOf(noisy(600, 300), { shrink: shrinkPng }));
    assert.deepEqual([preview.width, preview.height], [600, 300]);
    const [width = 0, height = 0] = sizeOf(pictureOf(preview));
    assert.ok(width > 16 && width < 300 && Math.abs(width / height - 2) < 0.1, `${String(width)} × ${String(height)}`);
    assert.ok(JSON.stringify(preview).length < 4 * previewBytes);
  });

  void it("keeps its colours in the copy, whatever the form of its pixels and the filters of its rows", () => {
    const width = 3000;
    const forms: readonly (readonly [kind: number, pixel: readonly number[], more?: readonly Buffer[]])[] = [
      [2, [40, 80, 120]],
      [6, [40, 80, 120, 255]],
      [3, [1], [chunk("PLTE", Buffer.from([0, 0, 0, 40, 80, 120]))]],
    ];
    for (const [kind, pixel, more = []] of forms) {
      // One colour everywhere: whole in the first pixels of the first two rows, and no difference to what is left or above elsewhere.
      const plain = Buffer.from([0, ...Array.from({ length: width }, () => pixel).flat()]);
      const left = Buffer.from([1, ...pixel, ...new Array<number>((width - 1) * pixel.length).fill(0)]);
      const same = (filter: number): Buffer => Buffer.from([filter, ...new Array<number>(width * pixel.length).fill(0)]);
      // A text in it makes it too large to be shown as it is.
      const words = chunk("tEXt", Buffer.alloc(10_000, "a"));
      const copy = pictureOf(
        previewOf(png(width, 4, kind, Buffer.concat([plain, left, same(2), same(4)]), [...more, words]), { shrink: shrinkPng }),
      );
      assert.equal(copy.indexOf("tEXt"), -1);
      assert.deepEqual(sizeOf(copy), [240, 1]);
      assert.deepEqual(firstPixel(copy), [40, 80, 120, 255], String(kind));
    }
  });

  void it("that is huge, or cut off, is told by its size alone", () => {
    const huge = png(4000, 4000, 2, Buffer.alloc(0), [chunk("tEXt", Buffer.alloc(10_000))]);
    const cut = noisy(600, 300).subarray(0, 20_000);
    for (const bytes of [huge, cut]) assert.equal(image(previewOf(bytes, { shrink: shrinkPng })).picture, undefined);
  });

  void it("in another format has its size read from where that keeps it", () => {
    const gif = image(previewOf(Buffer.from("GIF89a\x05\x00\x07\x00", "latin1")));
    assert.deepEqual([gif.width, gif.height], [5, 7]);
    const segment = [0xff, 0xe0, 0, 4, 0, 0];
    const jpeg = image(previewOf(Buffer.from([0xff, 0xd8, ...segment, 0xff, 0xc0, 0, 11, 8, 0, 9, 0, 12, 1, 1, 0x11, 0])));
    assert.deepEqual([jpeg.format, jpeg.width, jpeg.height], ["jpeg", 12, 9]);
  });

  void it("that is markup is none: a vector drawing is a file like others", async (t) => {
    const path = join(temporaryFolder(t), "drawing.svg");
    writeFileSync(path, '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    assert.deepEqual((await saved(temporaryStore(t), new FileRef(path))).materialized.preview, { kind: "opaque", text: "drawing.svg" });
  });
});
