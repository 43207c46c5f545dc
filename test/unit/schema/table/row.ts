/** One type of the published table, with values written as TypeScript, so that the compiler can be asked about them as well. */
export interface Row {
  readonly type: string;
  /** Declarations and imports that the type needs. */
  readonly given?: string;
  readonly accepts: readonly string[];
  /** By value: what is said about it. */
  readonly rejects: Readonly<Record<string, string>>;
  /** What is shown as unchecked. */
  readonly unchecked?: readonly string[];
}

/** A part of the table. */
export interface Section {
  readonly title: string;
  /** What holds for all of it. */
  readonly says: string;
  readonly rows: readonly Row[];
}
