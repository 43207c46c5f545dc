/** One place where a value is not what its type says. */
export interface Violation {
  /** As people write it: `data.features[3][1]`. Empty for the value as a whole, where it was given no name. */
  readonly path: string;
  /** `number`, `"a" | "b"`, `at least 2 elements`. */
  readonly expected: string;
  /** `string "x"`; `nothing` for a property that is not there. */
  readonly got: string;
}

/** The first few violations in the order of the value, and how many there are in all: none where the value fits. */
export interface Findings {
  readonly violations: readonly Violation[];
  readonly total: number;
}

/** `data.features[3][1]: expected number, got string "x"`. */
export const violationText = ({ path, expected, got }: Violation): string =>
  `${path === "" ? "" : `${path}: `}expected ${expected}, got ${got}`;

/** One line for each violation, and one for those that are not shown. */
export const findingsText = ({ violations, total }: Findings): string => {
  const more = total - violations.length;
  return [...violations.map(violationText), ...(more > 0 ? [`and ${String(more)} more`] : [])].join("\n");
};
