import type { NewRunEvent, UsedInput } from "../model/events.ts";
import type { Answer } from "./answers.ts";

/** What is told of a step that has its result without running. That something has changed under a kept one is worth a warning. */
export const cachedEvents = (id: string, inputs: Readonly<Record<string, UsedInput>>, answer: Answer): NewRunEvent[] => {
  const { from, outputs, cache, kept } = answer;
  const changes = kept?.changes ?? [];
  const cached: NewRunEvent = {
    event: "step.cached",
    id,
    inputs: { ...inputs },
    from: { ...from },
    outputs: { ...outputs },
    ...(cache && { cache }),
    ...(cache === undefined && kept?.then && { parts: kept.then }),
    ...(kept && { kept: changes.length > 0 && kept.now ? { parts: kept.now } : {} }),
  };
  if (changes.length === 0) return [cached];
  const words = changes.map(({ name, detail }) => `${name} ${detail}`).join("; ");
  return [{ event: "warning", id, message: `It is kept, though something has changed since: ${words}.` }, cached];
};
