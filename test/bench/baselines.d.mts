/** Types of the baselines; what each does stands in the file itself. */

export interface WorkStep {
  readonly name: string;
  readonly after: readonly string[];
  readonly run: (...inputs: unknown[]) => unknown;
}

export function chain(count: number): WorkStep[];
export function fan(width: number): WorkStep[];
export function cpu(count: number, ms: number): WorkStep[];

/** Milliseconds of plain calls, nothing kept. */
export function b0(steps: readonly WorkStep[]): Promise<number>;
/** Milliseconds of plain calls, each output written and flushed, one database row a step. */
export function b1(steps: readonly WorkStep[]): Promise<number>;
/** Milliseconds to write the bytes of an array, flush them and read them back. */
export function raw(array: Float64Array): number;
