import { distance } from "fastest-levenshtein";

/** What `wanted` was probably meant to be: the candidate that the fewest changes lead to, if those are few for its length. */
export const nearest = (wanted: string, candidates: Iterable<string>): string | undefined => {
  let best: string | undefined;
  let fewest = Math.max(1, Math.ceil(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const changes = distance(wanted.toLowerCase(), candidate.toLowerCase());
    if (changes >= fewest || changes >= candidate.length) continue;
    best = candidate;
    fewest = changes;
  }
  return best;
};

/** `" Did you mean \`train\`?"` to follow a sentence, or nothing where nothing is near. */
export const didYouMean = (wanted: string, candidates: Iterable<string>): string => {
  const found = nearest(wanted, candidates);
  return found === undefined ? "" : ` Did you mean \`${found}\`?`;
};
