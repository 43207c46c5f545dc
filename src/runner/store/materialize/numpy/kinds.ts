/// <reference lib="esnext.float16" />

/** The typed arrays that come back as what they were. */
export type TypedArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float16Array
  | Float32Array
  | Float64Array;

interface TypedArrayConstructor {
  readonly prototype: TypedArray;
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer): TypedArray;
}

/** One kind of typed array: our name for it (NumPy's, where NumPy has it), and the type code of a `.npy` header without the byte order. */
export interface ArrayKind {
  readonly dtype: string;
  readonly code: string;
  readonly type: TypedArrayConstructor;
}

// NumPy knows no clamped bytes: in the file they are u1, and the manifest's dtype says what they were.
const kinds: ArrayKind[] = [
  { dtype: "int8", code: "i1", type: Int8Array },
  { dtype: "uint8", code: "u1", type: Uint8Array },
  { dtype: "uint8clamped", code: "u1", type: Uint8ClampedArray },
  { dtype: "int16", code: "i2", type: Int16Array },
  { dtype: "uint16", code: "u2", type: Uint16Array },
  { dtype: "int32", code: "i4", type: Int32Array },
  { dtype: "uint32", code: "u4", type: Uint32Array },
  { dtype: "int64", code: "i8", type: BigInt64Array },
  { dtype: "uint64", code: "u8", type: BigUint64Array },
  { dtype: "float32", code: "f4", type: Float32Array },
  { dtype: "float64", code: "f8", type: Float64Array },
];
// The Node inside older editors lacks it, and reads the store too.
if (typeof Float16Array !== "undefined") kinds.push({ dtype: "float16", code: "f2", type: Float16Array });

const byPrototype = new Map<unknown, ArrayKind>(kinds.map((kind) => [kind.type.prototype, kind]));
const byName = new Map(kinds.map((kind) => [kind.dtype, kind]));

/** The kind of a typed array; undefined for `Buffer`, for instances of subclasses, and for everything else. */
export function kindOfArray(value: object): ArrayKind | undefined {
  return byPrototype.get(Object.getPrototypeOf(value));
}

/** The kind that a manifest or a tag names. */
export function kindByName(dtype: string): ArrayKind | undefined {
  return byName.get(dtype);
}
