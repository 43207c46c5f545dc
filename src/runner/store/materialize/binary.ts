import { kindByName, kindOfArray, type ArrayKind, type TypedArray } from "./numpy/kinds.ts";

/** Bytes that are no numbers: kept as they are, and given back as what they were. */
const rawTypes = ["arraybuffer", "buffer", "dataview"] as const;
export type RawType = (typeof rawTypes)[number];

/** A value that is bytes: what it is made of, and what kind of view it was. `array` becomes a `.npy` file, `raw` a `.bin` file. */
export type Binary =
  | { readonly form: "array"; readonly kind: ArrayKind; readonly array: TypedArray; readonly bytes: Uint8Array }
  | { readonly form: "raw"; readonly type: RawType; readonly bytes: Uint8Array };

/** Looks at a value as bytes; undefined where it is none, and for instances of subclasses, which would lose their class. */
export function asBinary(value: object): Binary | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    if (prototype === Buffer.prototype) return { form: "raw", type: "buffer", bytes };
    if (prototype === DataView.prototype) return { form: "raw", type: "dataview", bytes };
    const kind = kindOfArray(value);
    return kind === undefined ? undefined : { form: "array", kind, array: value as TypedArray, bytes };
  }
  if (prototype === ArrayBuffer.prototype) return { form: "raw", type: "arraybuffer", bytes: new Uint8Array(value as ArrayBuffer) };
  return undefined;
}

/** The name under which `fromBytes` makes the same kind of value again. */
export function binaryType(binary: Binary): string {
  return binary.form === "array" ? binary.kind.dtype : binary.type;
}

/**
 * The value that has these bytes; undefined where the type is unknown or the length does not fit it.
 * The value takes the buffer over: nothing is copied.
 */
export function fromBytes(type: string, bytes: ArrayBuffer): object | undefined {
  const kind = kindByName(type);
  if (kind !== undefined) return bytes.byteLength % kind.type.BYTES_PER_ELEMENT === 0 ? new kind.type(bytes) : undefined;
  const raw = rawTypes.find((name) => name === type);
  switch (raw) {
    case "arraybuffer":
      return bytes;
    case "buffer":
      return Buffer.from(bytes);
    case "dataview":
      return new DataView(bytes);
    case undefined:
      return undefined;
    default:
      return raw satisfies never;
  }
}

/** A buffer of its own with these bytes, so that what is made of it does not share memory with a pool. */
export function ownBuffer(bytes: Uint8Array): ArrayBuffer {
  const buffer = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}
