import type { JsonObject } from "../../model/json.ts";
import { StepwrightError } from "../../sdk/errors.ts";
import { toBinding } from "../../sdk/recording/binding.ts";

/**
 * Checks what a step says of itself at the call: plain JavaScript has no compiler that does, and in the record it would make the whole
 * run unreadable.
 */
const wrong = (message: string, help: string): StepwrightError => new StepwrightError({ code: "SW1021", message, help });

export const checkProgress = (fraction: unknown): void => {
  if (typeof fraction === "number" && Number.isFinite(fraction)) return;
  throw wrong("`progress` got something other than a fraction.", "Give a number from 0 to 1, and a message after it if you like.");
};

export const checkTags = (tags: readonly unknown[]): void => {
  if (tags.every((tag) => typeof tag === "string" && tag !== "")) return;
  throw wrong("`addTags` got something other than texts.", 'Give texts: addTags("baseline", "nightly").');
};

/** @throws StepwrightError `SW1006` where a value is not JSON */
export const checkMetadata = (metadata: unknown): JsonObject => {
  const binding = toBinding(metadata, "logMetadata", () => {
    throw wrong("`logMetadata` got an artifact.", "Log facts as JSON.");
  });
  if (binding.kind === "value" && typeof binding.value === "object" && binding.value !== null && !Array.isArray(binding.value))
    return binding.value;
  throw wrong("`logMetadata` got something other than an object.", "Give facts by name: logMetadata({ loss: 0.1 }).");
};
