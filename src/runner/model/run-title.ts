/**
 * What tells a run apart from others of its pipeline: a name that was given to it; else when it began, here. A generated name repeats the
 * pipeline and says the time in UTC.
 *
 * @param run `startedAt`: as text, or in milliseconds since 1970
 * @param locale language of the time; undefined for the one of the system
 */
export function runTitle(
  { name, startedAt }: { readonly name: string; readonly startedAt: string | number },
  pipeline: string,
  locale: string | undefined,
): string {
  if (!name.startsWith(`${pipeline}-`)) return name;
  return new Date(startedAt).toLocaleString(locale, {
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
}
