import type { Failure } from "../model/failure.ts";
import { err, ok, type Result } from "../model/result.ts";

const longest = 200;

/**
 * Whether a person's name for something can be kept: not empty, at most 200 characters, no control characters (SW1022 otherwise).
 * `what` begins the message: `"The artifact name"`.
 */
export function checkName(what: string, name: string): Result<void> {
  const reason = whyNot(name);
  return reason === undefined ? ok(undefined) : err(unusable(`${what} ${shown(name)} ${reason}.`));
}

function whyNot(name: string): string | undefined {
  if (name === "") return "is empty";
  if (name.length > longest && Array.from(name).length > longest) return `is longer than ${String(longest)} characters`;
  if (/\p{Cc}/u.test(name)) return "has a control character";
  // Half of a surrogate pair: no file can hold it.
  if (!name.isWellFormed()) return "is not valid Unicode";
  return undefined;
}

/** A name as a message shows it: in quotation marks, control characters escaped, bounded. */
export function shown(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);
}

/** A failure that says why a name cannot be used. */
export function unusable(message: string): Failure {
  return {
    code: "SW1022",
    message,
    help: `Use a name of 1 to ${String(longest)} characters, without line breaks or other control characters.`,
  };
}
