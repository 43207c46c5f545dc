import { builtIn } from "./built-in.ts";
import { classes } from "./classes.ts";
import { computed } from "./computed.ts";
import { lists } from "./lists.ts";
import { literals } from "./literals.ts";
import { objects } from "./objects.ts";
import { primitives } from "./primitives.ts";
import { recursive } from "./recursive.ts";
import type { Section } from "./row.ts";
import { unchecked } from "./unchecked.ts";
import { unions } from "./unions.ts";

/** The published table: `docs/types.md` is written from it. */
export const table: readonly Section[] = [primitives, literals, unions, lists, objects, recursive, classes, builtIn, computed, unchecked];
