import { copyFileSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { damagedFolder } from "../paths.ts";
import type { Store } from "../store.ts";

/** The path of a file in a store, as findings name it. */
export const placeIn = (store: Store, path: string): string => relative(store.root, path).replaceAll(sep, "/");

/** Moves a damaged file out of its place, to `damaged/`: what is left of it may be all that a person has. */
export function moveAside(store: Store, path: string): void {
  renameSync(path, roomFor(store, path));
}

/** The same where the place must never be empty: whoever calls this puts something else there. Links and folders are not copied. */
export function copyAside(store: Store, path: string): void {
  copyFileSync(path, roomFor(store, path));
}

function roomFor(store: Store, path: string): string {
  const aside = join(damagedFolder(store), relative(store.root, path));
  mkdirSync(dirname(aside), { recursive: true });
  rmSync(aside, { recursive: true, force: true });
  return aside;
}
