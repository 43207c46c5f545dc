import type { Core, ElementDefinition } from "cytoscape";
import { isFrame, type Scene } from "./scene.ts";

/** So many nodes are given to the engine in one frame: more of them would hold the page for longer than a person notices. */
const atOnce = 100;

/**
 * The scene's nodes in the engine, which needs them only to find what the pointer hits. Of a large graph they come a part with each frame,
 * so that the page goes on meanwhile; a pointer that is there before the last of them gets the rest at once.
 */
export class EngineNodes {
  readonly #core: Core;
  #waiting: ElementDefinition[] = [];
  #frame: number | undefined;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Begins to put a scene's nodes into the engine, in place of those that it had. */
  show(scene: Scene): void {
    this.dispose();
    this.#core.elements().remove();
    this.#waiting = elementsOf(scene);
    this.#addSome();
  }

  /** Puts in what is not there yet. */
  finish(): void {
    this.#add(this.#waiting.length);
    this.dispose();
  }

  dispose(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    this.#waiting = [];
  }

  readonly #addSome = (): void => {
    this.#add(atOnce);
    this.#frame = this.#waiting.length === 0 ? undefined : requestAnimationFrame(this.#addSome);
  };

  #add(count: number): void {
    const some = this.#waiting.splice(0, count);
    if (some.length > 0) this.#core.batch(() => this.#core.add(some));
  }
}

function elementsOf({ view, layout }: Scene): ElementDefinition[] {
  return view.nodes.flatMap((node): ElementDefinition[] => {
    const place = layout.nodes.get(node.id);
    if (place === undefined) return [];
    const { x, y, width, height } = place;
    // Whoever drags a card moves the plane: cards have their places from the layout.
    const data = { id: node.id, width, height };
    return [{ group: "nodes", pannable: true, data, position: { x, y }, classes: isFrame(node) ? "frame" : "card" }];
  });
}
