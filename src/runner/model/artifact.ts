import * as z from "zod/mini";
import { Preview } from "./preview.ts";

/** A lower-case SHA-256 in hexadecimal. References read from files are checked against this before they become part of a path. */
export const Hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** With no dot in front. Checked, as it becomes part of a path: `json`, `npy`, `tar.gz`. */
export const Extension = z.string().check(z.regex(/^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/), z.maxLength(32));

/** A path inside a stored folder, with `/`. Checked, so that it never leads out of the folder on any system. */
export const InnerPath = z
  .string()
  .check(
    z.refine((path) => !/[\\\0]|^[A-Za-z]:/.test(path) && path.split("/").every((part) => part !== "" && part !== "." && part !== "..")),
  );

/** One stored content: a file `objects/<hh>/<hash>.<extension>`, or a folder `objects/<hh>/<hash>` where there are several files. */
export const Content = z.object({
  hash: Hash,
  bytes: z.number(),
  /** Absent where the content is a folder. */
  extension: z.optional(Extension),
  /** Paths inside the folder, with `/`, in order; absent where the content is one file. */
  files: z.optional(z.array(InnerPath)),
});
export type Content = z.infer<typeof Content>;

/**
 * How the file of a content stood when it was known to be intact (`store/seal.ts`). It lives as long as a run: it is told from process to
 * process, and written nowhere.
 */
export type Seal = string;

/** How a value was written, and so how it is read back. */
export const Materialized = z.object({
  /** Name of the materializer: `json`, `text`, `tagged`, `npy`, `bin`, `class`, `v8`, `file`, or a custom one's identity. */
  materializer: z.string(),
  /** Identity of the class that wrote itself with `toJSON`. A label: it never decides what code is loaded. */
  className: z.optional(z.string()),
  content: Content,
  preview: Preview,
  /** Facts of the value: `items`, `shape`, `dtype` … */
  metadata: z.record(z.string(), z.json()),
});
export type Materialized = z.infer<typeof Materialized>;

/** Which step output made a version. Absent where a person saved it outside a step. */
export const Producer = z.object({ run: z.string(), step: z.string(), output: z.string() });
export type Producer = z.infer<typeof Producer>;

/** The manifest of one artifact version: `artifacts/versions/<slug-hash>/<n>.json`. */
export const ArtifactVersion = z.object({
  artifact: z.string(),
  /** `"1"`, `"2"` … or a given name. */
  version: z.string(),
  /** The declared or inferred type of the output. */
  type: z.string(),
  ...Materialized.shape,
  producer: z.optional(Producer),
  tags: z.array(z.string()),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
});
export type ArtifactVersion = z.infer<typeof ArtifactVersion>;

/** What stands in the place of the manifest of a deleted version, so that its number or name is not given again. */
export const DeletedVersion = z.object({
  /** Absent, with the version, where a damaged manifest was taken away and nobody knows. */
  artifact: z.optional(z.string()),
  version: z.optional(z.string()),
  /** Milliseconds since 1970. */
  deletedAt: z.number(),
  /** What the version held, where that was known: it goes when no other version has it. */
  content: z.optional(Content),
});
export type DeletedVersion = z.infer<typeof DeletedVersion>;

/** The answer to a cache key: what the step run that has it made. */
export const KeyEntry = z.object({
  key: Hash,
  run: z.string(),
  step: z.string(),
  createdAt: z.number(),
  outputs: z.record(z.string(), z.object({ artifact: z.string(), version: z.string() })),
});
export type KeyEntry = z.infer<typeof KeyEntry>;

/**
 * The file `keys/<hh>/<cache key>.json`. It is the manifest of the step's last output under a second name, and so has all that a
 * manifest has besides; of a step without outputs it is a file of its own.
 */
export const KeyFile = z.object({ answer: KeyEntry });
export type KeyFile = z.infer<typeof KeyFile>;
