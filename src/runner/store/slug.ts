import { hash } from "node:crypto";

/** Long enough to recognise a name in a folder, short enough for systems that bound the length of a path. */
const slugLength = 40;
/** Hexadecimal digits of the hash: 80 bits, so two names of one workspace never meet by chance. */
const hashLength = 20;

/**
 * The file name that stands for a person's own name on disk: what is readable of it, then a hash of the exact name.
 * Lower case, ASCII, different for different names on every file system, and never a reserved name of Windows (the hash follows).
 *
 * @example slug("Train / Accuracy") // "train-accuracy-3f0c…"
 */
export function slug(name: string): string {
  const readable = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, slugLength)
    .replaceAll(/^-|-$/g, "");
  // UTF-16 keeps lone surrogates apart, which UTF-8 would all turn into the same character.
  const digest = hash("sha256", Buffer.from(name, "utf16le")).slice(0, hashLength);
  return readable === "" ? digest : `${readable}-${digest}`;
}

const plain = /^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}$/;
/** Device names that Windows gives no file, whatever follows after a dot. */
const reserved = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;
/** Hexadecimal digits that tell `trainModel` from `trainmodel`: names that differ in nothing but case are few. */
const caseLength = 6;
/** How a slug ends, and a name with capitals; a plain name that looks the same becomes a slug itself, so that they never meet. */
const marked = new RegExp(`(^|-)([0-9a-f]{${String(hashLength)}}|[0-9a-f]{${String(caseLength)}})$`, "i");

/**
 * The name itself where it can be part of a file name everywhere, else its slug. For the usual names, which people want to find again
 * in a folder. One with capitals has some digits added: many file systems take it for the same as one without.
 *
 * @example plainOrSlug("train_2") // "train_2"
 * @example plainOrSlug("trainModel") // "trainModel-207bc0"
 * @example plainOrSlug("train/1") // "train-1-9d47…"
 */
export function plainOrSlug(name: string): string {
  if (!plain.test(name) || reserved.test(name) || marked.test(name)) return slug(name);
  return /[A-Z]/.test(name) ? `${name}-${hash("sha256", name).slice(0, caseLength)}` : name;
}
