import { utimesSync } from "node:fs";
import type { ArtifactVersion } from "../../../src/runner/model/artifact.ts";
import { objectPath, writeObject } from "../../../src/runner/store/objects.ts";
import type { Store } from "../../../src/runner/store/store.ts";
import { claimAnswer } from "../../../src/runner/store/versions.ts";
import { RunStory, type Told } from "../database/story.ts";
import { draft, good } from "../store/support.ts";

/** A cache key, by one of its digits. */
export const keyOf = (digit: string): string => digit.repeat(64);

/** The cache key of a step, and what it is made of. */
interface Keyed {
  readonly key?: string;
  readonly parts?: Readonly<Record<string, string>>;
}

/** A step that completes with a content of its own, answers a key, and tells it. The content was stored long ago. */
export function makes(
  store: Store,
  story: RunStory,
  artifact: string,
  text: string,
  { key = keyOf("c"), parts = {} }: Keyed = {},
): ArtifactVersion {
  story.starts("train");
  const content = good(writeObject(store, text, "txt"));
  utimesSync(objectPath(store, content), 1e9, 1e9);
  const made = { ...draft(artifact), content, producer: { run: story.id, step: "train", output: "output" } };
  const version = good(
    claimAnswer(store, made, (claimed) => ({
      key,
      run: story.id,
      step: "train",
      createdAt: claimed.createdAt,
      outputs: { output: { artifact, version: claimed.version } },
    })),
  );
  story.tell({ event: "artifact.saved", id: "train", output: "output", version });
  story.tell({ event: "step.completed", id: "train", attempt: 1, cache: { key, parts } });
  return version;
}

/** A whole run that made one version. */
export function madeRun(store: Store, artifact: string, text: string, told: Told & Keyed = {}) {
  const story = new RunStory(store, ["train"], told);
  const version = makes(store, story, artifact, text, told);
  return { run: story.ends({ output: version }), version };
}

/** A whole run that took an earlier version from the cache. */
export function cachedRun(store: Store, version: ArtifactVersion, told: Told = {}) {
  const story = new RunStory(store, ["train"], told);
  story.isCached("train", version);
  return story.ends({ output: version });
}
