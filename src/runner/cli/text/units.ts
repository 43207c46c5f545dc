/**
 * A length of time in milliseconds, as a person would say it.
 * @example duration(12) // "12 ms"; duration(1_240) // "1.2 s"; duration(125_000) // "2 min 5 s"; duration(3_780_000) // "1 h 3 min"
 */
export function duration(milliseconds: number): string {
  // Each unit is chosen after rounding, so that 999.7 ms is "1.0 s" and never "1000 ms".
  const whole = Math.max(0, Math.round(milliseconds));
  if (whole < 1000) return `${whole} ms`;
  const tenths = Math.round(whole / 100);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`;
  const seconds = Math.round(whole / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Time between two ISO 8601 times; `undefined` where one of them is not known. */
export function between(startedAt: string | undefined, endedAt: string | undefined): string | undefined {
  if (startedAt === undefined || endedAt === undefined) return undefined;
  return duration(Date.parse(endedAt) - Date.parse(startedAt));
}

/** A number of bytes in decimal units: `950 B`, `1.5 kB`, `20.0 MB`. */
export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = count / 1000;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(1)} ${units[unit] ?? ""}`;
}

/** How long ago something was, in one unit: `now`, `40 s ago`, `3 min ago`, `5 h ago`, `12 days ago`. Both in milliseconds since 1970. */
export function age(at: number, now: number): string {
  const seconds = Math.floor((now - at) / 1000);
  if (seconds < 1) return "now";
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return plural(Math.floor(seconds / 86_400), "day") + " ago";
}

/** `1 step`, `3 steps`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
