/** How long something may take on a machine that others use as well, in milliseconds. Nothing is slower because this is long. */
export const patience = 90_000;

/**
 * Asks again and again until the answer will do. What is asked must read the screen in one go: a list may be drawn anew in between.
 * @returns that answer; the error says what the last one was
 */
export const until = async <T>(ask: () => Promise<T>, isGood: (answer: T) => boolean, what: string): Promise<T> => {
  let last: unknown = "none";
  for (const deadline = Date.now() + patience; Date.now() < deadline;) {
    try {
      const answer = await ask();
      if (isGood(answer)) return answer;
      last = answer;
    } catch (error) {
      // It is being drawn, or was taken away while it was looked at.
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what}. It was in the end: ${typeof last === "string" ? last : JSON.stringify(last)}`, { cause: last });
};
