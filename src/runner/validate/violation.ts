/** One place where a value is not what its type says. */
export interface Violation {
  /** As people write it: `data.features[3][1]`. Empty for the value as a whole, where it was given no name. */
  readonly path: string;
  /** `expected number`, `expected "a" | "b"`, `expected at least 2 elements`; of a schema of the author's, its own words. */
  readonly says: string;
  /** `string "x"`; `nothing` for a property that is not there. */
  readonly got: string;
}

/** So many violations of a value are told; of more only the number is kept. */
export const most = 5;

/** The first few violations in the order of the value, and how many there are in all: none where the value fits. */
export interface Findings {
  readonly violations: readonly Violation[];
  readonly total: number;
}

/** `data.features[3][1]: expected number, got string "x"`. */
export const violationText = ({ path, says, got }: Violation): string => `${path === "" ? "" : `${path}: `}${says}, got ${got}`;

/** One line for each violation, and one for those that are not shown. */
export const findingsText = ({ violations, total }: Findings): string => {
  const more = total - violations.length;
  return [...violations.map(violationText), ...(more > 0 ? [`and ${String(more)} more`] : [])].join("\n");
};
