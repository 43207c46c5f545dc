import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { Preview } from "../../../model/preview.ts";
import { FileRef } from "../../../model/values.ts";
import { asBinary } from "../binary.ts";

/** Makes a smaller copy of a PNG, of at most so many bytes. It is loaded for the first picture that needs it, see `needsShrink`. */
export type Shrink = (png: Buffer, most: number) => Buffer | undefined;

type ImagePreview = Extract<Preview, { kind: "image" }>;

/** Bytes of a picture that is shown as it is. */
const pictureBytes = 9_000;
/** A file is read whole up to this size; of a larger one only its beginning, which tells what it is. */
const readBytes = 4_000_000;
const headBytes = 64_000;

/** Whether a value may be a picture that is shown by a smaller copy. */
export function needsShrink(value: unknown): boolean {
  if (FileRef.is(value)) return /\.png$/i.test(value.path);
  const bytes = typeof value === "object" && value !== null ? asBinary(value)?.bytes : undefined;
  return bytes !== undefined && bytes.length > pictureBytes && formatOf(bytes) === "png";
}

/** The preview of a file that holds a picture; undefined where it holds none, or cannot be read. */
export function previewFile(path: string, shrink?: Shrink): ImagePreview | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    const { size } = fstatSync(file);
    const signature = Buffer.alloc(8);
    readSync(file, signature, 0, signature.length, 0);
    if (formatOf(signature) === undefined) return undefined;
    const bytes = Buffer.alloc(size <= readBytes ? size : headBytes);
    const read = readSync(file, bytes, 0, bytes.length, 0);
    return previewImage(bytes.subarray(0, read), shrink, size);
  } catch {
    // It was there to be copied; what is shown of it is not worth a failure.
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/**
 * The preview of bytes that are a picture of a kind that every browser draws; undefined where they are none. A vector drawing is none: it is
 * markup.
 * @param size bytes of the whole, of which the beginning is given
 */
export function previewImage(bytes: Uint8Array, shrink?: Shrink, size = bytes.length): ImagePreview | undefined {
  const format = formatOf(bytes);
  if (format === undefined) return undefined;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pixels = sizeOf(format, buffer);
  if (pixels === undefined || pixels.width < 1 || pixels.height < 1) return undefined;
  const picture = pictureOf(format, buffer, size, shrink);
  return { kind: "image", format, ...pixels, ...(picture && { picture }) };
}

function pictureOf(format: ImagePreview["format"], bytes: Buffer, size: number, shrink: Shrink | undefined): ImagePreview["picture"] {
  if (size > bytes.length) return undefined;
  if (size <= pictureBytes) return { type: `image/${format}`, data: bytes.toString("base64") };
  const small = format === "png" ? shrink?.(bytes, pictureBytes) : undefined;
  return small && { type: "image/png", data: small.toString("base64") };
}

function formatOf(bytes: Uint8Array): ImagePreview["format"] | undefined {
  const begins = (...wanted: readonly number[]): boolean => wanted.every((byte, index) => bytes[index] === byte);
  if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "png";
  if (begins(0xff, 0xd8, 0xff)) return "jpeg";
  // "GIF8", of either version.
  return begins(0x47, 0x49, 0x46, 0x38) ? "gif" : undefined;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function sizeOf(format: ImagePreview["format"], bytes: Buffer): Size | undefined {
  switch (format) {
    case "png":
      return bytes.length < 24 ? undefined : { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
    case "gif":
      return bytes.length < 10 ? undefined : { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
    case "jpeg":
      return sizeOfJpeg(bytes);
    default:
      return format satisfies never;
  }
}

/** A JPEG is a chain of segments; the one that begins a frame has the size. */
function sizeOfJpeg(bytes: Buffer): Size | undefined {
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1] ?? 0;
    // C4, C8 and CC are tables and extensions among the numbers of frames.
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}
