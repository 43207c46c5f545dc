/** Seconds that the author's code may take before a run: a module to load, a pipeline function to return. */
export const codeTimeout = (): number => {
  const given = Number(process.env["STEPWRIGHT_LOAD_TIMEOUT"]);
  return given > 0 ? given : 60;
};

/** What comes within so many seconds, or else `late`. */
export const inTime = async <T>(promise: Promise<T>, seconds: number): Promise<T | { readonly type: "late" }> => {
  const { promise: late, resolve } = Promise.withResolvers<{ readonly type: "late" }>();
  const timer = setTimeout(() => {
    resolve({ type: "late" });
  }, seconds * 1000);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
};
