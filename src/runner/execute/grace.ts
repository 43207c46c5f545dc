/** Seconds that a step has to end by itself after it was asked to, before its process is killed. `STEPWRIGHT_GRACE` sets it. */
export const graceSeconds = (): number => {
  const given = Number(process.env["STEPWRIGHT_GRACE"] ?? "5");
  return given >= 0 ? given : 5;
};
