import { crc32, deflateSync, inflateSync } from "node:zlib";

/**
 * A smaller copy of a PNG. Written here because a preview is made in the worker at each save: a library for pictures would be loaded with
 * every one of them, or could not be waited for.
 */

/** Pixels that are looked at; a larger picture is shown by its size alone. */
const mostPixels = 8_000_000;
const widths = [240, 160, 96, 64, 32];
/** Channels of each kind of pixel that PNG has: grey, colour, palette, grey and opacity, colour and opacity. */
const channelsOf: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Pixels as bytes of red, green, blue and opacity. */
interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/**
 * The picture as a PNG of at most so many bytes; undefined where it is damaged, huge, or of a rare form: with other than eight bits a channel,
 * or interlaced.
 */
export function shrinkPng(bytes: Buffer, most: number): Buffer | undefined {
  try {
    const pixels = read(bytes);
    if (pixels === undefined) return undefined;
    for (const width of widths) {
      const small = write(scale(pixels, Math.min(width, pixels.width)));
      if (small.length <= most) return small;
    }
  } catch {
    // What cannot be taken apart is not drawn either.
  }
  return undefined;
}

function read(bytes: Buffer): Pixels | undefined {
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const [depth, kind, interlaced] = [bytes[24], bytes[25] ?? 0, bytes[28]];
  const channels = channelsOf.get(kind);
  if (depth !== 8 || interlaced !== 0 || channels === undefined || width * height > mostPixels) return undefined;
  const chunks = chunksOf(bytes);
  const all = (name: string): Buffer => Buffer.concat(chunks.filter((chunk) => chunk.name === name).map(({ data }) => data));
  const length = height * (width * channels + 1);
  const rows = inflateSync(all("IDAT"), { maxOutputLength: length });
  if (rows.length !== length) return undefined;
  const raw = unfilter(rows, width * channels, height, channels);
  const [palette, opacity] = [all("PLTE"), all("tRNS")];
  const rgba = new Uint8Array(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = pixel * channels;
    const value = (channel: number): number => raw[at + channel] ?? 0;
    const isGrey = kind === 0 || kind === 4;
    const colour = (channel: number): number => (kind === 3 ? (palette[value(0) * 3 + channel] ?? 0) : value(isGrey ? 0 : channel));
    for (let channel = 0; channel < 3; channel++) rgba[pixel * 4 + channel] = colour(channel);
    rgba[pixel * 4 + 3] = kind === 3 ? (opacity[value(0)] ?? 255) : kind === 4 ? value(1) : kind === 6 ? value(3) : 255;
  }
  return { width, height, rgba };
}

function chunksOf(bytes: Buffer): { readonly name: string; readonly data: Buffer }[] {
  const chunks: { readonly name: string; readonly data: Buffer }[] = [];
  for (let at = signature.length; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    chunks.push({ name: bytes.toString("latin1", at + 4, at + 8), data: bytes.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

/** Each row is kept as the difference to what is left of it and above it, in one of five ways. */
function unfilter(rows: Uint8Array, rowBytes: number, height: number, channels: number): Uint8Array {
  const out = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (rowBytes + 1)];
    for (let x = 0; x < rowBytes; x++) {
      const at = y * rowBytes + x;
      const left = x < channels ? 0 : (out[at - channels] ?? 0);
      const up = y === 0 ? 0 : (out[at - rowBytes] ?? 0);
      const corner = x < channels || y === 0 ? 0 : (out[at - rowBytes - channels] ?? 0);
      const guesses = [0, left, up, (left + up) >> 1];
      const guess = filter === 4 ? nearest(left, up, corner) : (guesses[filter ?? 0] ?? 0);
      out[at] = (rows[y * (rowBytes + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return out;
}

/** The neighbour that is nearest to where a plane through all three would lie: PNG's fourth filter. */
function nearest(left: number, up: number, corner: number): number {
  const plane = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(plane - left), Math.abs(plane - up), Math.abs(plane - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** Each pixel of the smaller picture is the mean of those that it stands for. */
function scale({ width, height, rgba }: Pixels, to: number): Pixels {
  const rows = Math.max(1, Math.round((height * to) / width));
  const out = new Uint8Array(to * rows * 4);
  for (let y = 0; y < rows; y++) {
    const [top, bottom] = span(y, rows, height);
    for (let x = 0; x < to; x++) {
      const [left, right] = span(x, to, width);
      const sums = [0, 0, 0, 0];
      for (let row = top; row < bottom; row++)
        for (let column = left; column < right; column++)
          for (let channel = 0; channel < 4; channel++)
            sums[channel] = (sums[channel] ?? 0) + (rgba[(row * width + column) * 4 + channel] ?? 0);
      const count = (bottom - top) * (right - left);
      for (let channel = 0; channel < 4; channel++) out[(y * to + x) * 4 + channel] = Math.round((sums[channel] ?? 0) / count);
    }
  }
  return { width: to, height: rows, rgba: out };
}

function span(index: number, parts: number, length: number): readonly [number, number] {
  const start = Math.floor((index * length) / parts);
  return [start, Math.max(start + 1, Math.floor(((index + 1) * length) / parts))];
}

function write({ width, height, rgba }: Pixels): Buffer {
  const rowBytes = width * 4;
  const rows = Buffer.alloc(height * (rowBytes + 1));
  for (let y = 0; y < height; y++) {
    // The difference to the row above: rows of a chart are alike.
    rows[y * (rowBytes + 1)] = 2;
    for (let x = 0; x < rowBytes; x++) {
      const above = y === 0 ? 0 : (rgba[(y - 1) * rowBytes + x] ?? 0);
      rows[y * (rowBytes + 1) + 1 + x] = ((rgba[y * rowBytes + x] ?? 0) - above) & 0xff;
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const out = Buffer.alloc(named.length + 8);
  out.writeUInt32BE(data.length, 0);
  named.copy(out, 4);
  out.writeUInt32BE(crc32(named), named.length + 4);
  return out;
}
