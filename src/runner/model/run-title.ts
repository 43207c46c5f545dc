/**
 * What tells a run apart from others of its pipeline: a name that was given to it; else when it began, here. A generated name repeats the
 * pipeline and says the time in UTC. Of a run of today the date goes without saying.
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
  const began = new Date(startedAt);
  const isToday = began.toDateString() === new Date().toDateString();
  return began.toLocaleString(locale, {
    ...(!isToday && { month: "short", day: "numeric" }),
    hour: "numeric",
    minute: "2-digit",
    second: "2-digit",
  });
}
