/** What reads and writes Parquet: a part of its own, loaded for the first large table, since most runs have none. */
export { readParquet } from "./read.ts";
export { writeParquet } from "./write.ts";
