import { constants } from "node:zlib";
import { PNG } from "pngjs";

/** Pixels that are looked at; a larger picture is shown by its size alone. */
const mostPixels = 8_000_000;
const widths = [240, 160, 96, 64, 32];
/** The library's own strategy looks for runs alone, and makes pictures three times as large. */
const compression = { deflateLevel: 9, deflateStrategy: constants.Z_DEFAULT_STRATEGY };

/** A smaller copy of a PNG, of at most so many bytes; undefined where it is damaged or huge. */
export function shrinkPng(bytes: Buffer, most: number): Buffer | undefined {
  if (bytes.readUInt32BE(16) * bytes.readUInt32BE(20) > mostPixels) return undefined;
  try {
    const picture = PNG.sync.read(bytes);
    for (const width of widths) {
      const small = PNG.sync.write(scale(picture, Math.min(width, picture.width)), compression);
      if (small.length <= most) return small;
    }
  } catch {
    // What cannot be taken apart is not drawn either.
  }
  return undefined;
}

/** Each pixel of the smaller picture is the mean of those that it stands for. */
function scale({ width, height, data }: Pick<PNG, "width" | "height" | "data">, to: number): PNG {
  const rows = Math.max(1, Math.round((height * to) / width));
  const small = new PNG({ width: to, height: rows });
  for (let y = 0; y < rows; y++) {
    const [top, bottom] = span(y, rows, height);
    for (let x = 0; x < to; x++) {
      const [left, right] = span(x, to, width);
      const sums = [0, 0, 0, 0];
      for (let row = top; row < bottom; row++)
        for (let column = left; column < right; column++)
          for (let channel = 0; channel < 4; channel++)
            sums[channel] = (sums[channel] ?? 0) + (data[(row * width + column) * 4 + channel] ?? 0);
      const count = (bottom - top) * (right - left);
      for (let channel = 0; channel < 4; channel++) small.data[(y * to + x) * 4 + channel] = Math.round((sums[channel] ?? 0) / count);
    }
  }
  return small;
}

function span(index: number, parts: number, length: number): readonly [number, number] {
  const start = Math.floor((index * length) / parts);
  return [start, Math.max(start + 1, Math.floor(((index + 1) * length) / parts))];
}
