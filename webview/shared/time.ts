/** A span as a person says it: `40 ms`, `3.2 s`, `1 min 05 s`, `2 h 07 min`. */
export function spanText(milliseconds: number): string {
  const span = Math.max(0, Math.round(milliseconds));
  if (span < 1000) return `${String(span)} ms`;
  if (span < 60_000) return `${(Math.floor(span / 100) / 10).toFixed(1)} s`;
  const seconds = Math.floor(span / 1000);
  if (seconds < 3600) return `${String(Math.floor(seconds / 60))} min ${two(seconds % 60)} s`;
  const minutes = Math.floor(seconds / 60);
  return `${String(Math.floor(minutes / 60))} h ${two(minutes % 60)} min`;
}

/** The same for something that still goes on: whole seconds, so that it does not flicker. */
export function tickingText(milliseconds: number): string {
  const span = Math.max(0, milliseconds);
  return span < 60_000 ? `${String(Math.floor(span / 1000))} s` : spanText(span);
}

/** `12 kB`: thousands, as the runner's own output has it. */
export function bytesText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? String(Math.round(value)) : value.toFixed(1)} ${units[unit] ?? ""}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
