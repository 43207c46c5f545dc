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
/** What a slug looks like; a plain name that looks the same becomes a slug itself, so that the two never meet. */
const slugged = new RegExp(`(^|-)[0-9a-f]{${String(hashLength)}}$`);

/**
 * The name itself where it can be part of a file name everywhere, else its slug. For the usual names, which people want to find
 * again in a folder. Names that differ only in case stay different only where the file system tells them apart.
 *
 * @example plainOrSlug("trainModel") // "trainModel"
 * @example plainOrSlug("train/1") // "train-1-9d47…"
 */
export function plainOrSlug(name: string): string {
  return plain.test(name) && !reserved.test(name) && !slugged.test(name) ? name : slug(name);
}
