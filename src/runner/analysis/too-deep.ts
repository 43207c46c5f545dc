/**
 * Runs what descends into syntax. Code that is nested beyond the stack – nobody writes it, but a file may hold it – counts as `instead`.
 */
export const unlessTooDeep = <T>(descend: () => T, instead: T): T => {
  try {
    return descend();
  } catch (error) {
    if (error instanceof RangeError) return instead;
    throw error;
  }
};
