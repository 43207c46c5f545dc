import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { icon } from "../../shared/icons.ts";
import { styled } from "../../shared/styled.ts";
import { PlainElement } from "../../shared/plain-element.ts";
import { cardLook, contextText, hiddenText, lineOf, type Card } from "../state/card.ts";
import { moveIn, type TreeMove } from "./tree-keys.ts";
import type { TreeItem } from "./tree-items.ts";

/** What the keyboard or the pointer did in the tree: `tree-select`, `tree-open`, `tree-menu`, `tree-toggle`; with a `MorePick` `tree-more`. */
export interface TreePick {
  readonly node: string;
  readonly x: number;
  readonly y: number;
}

/**
 * The graph as a tree. It is always there: as a list of its own, or unseen beside the canvas, where it is what has the focus and the
 * canvas shows where it stands. One tab stop; the arrow keys move inside of it.
 */
export class StepTree extends PlainElement {
  static override properties = {
    items: { attribute: false },
    cards: { attribute: false },
    selected: { attribute: false },
    focused: { attribute: false },
    waitsFor: { attribute: false },
    label: { attribute: false },
  };
  declare items: readonly TreeItem[];
  /** By node. */
  declare cards: ReadonlyMap<string, Card>;
  declare selected: string | undefined;
  /** The node on which the keyboard stands. */
  declare focused: string | undefined;
  /** The steps that a step waits for, in words. */
  declare waitsFor: (node: string) => string;
  declare label: string;

  #typed = "";
  #typedAt = 0;

  protected override render(): TemplateResult {
    const current = this.#current;
    return html`<div
      class="tree"
      role="tree"
      tabindex="0"
      aria-label=${this.label}
      aria-activedescendant=${current === undefined ? nothing : rowId(current.node.id)}
      @keydown=${this.#key}
    >
      ${repeat(
        this.items,
        ({ node }) => node.id,
        (item) => {
          const card = this.cards.get(item.node.id);
          const selected = item.node.id === this.selected;
          const focused = item.node.id === current?.node.id;
          // A card is made anew with each event: only what it says counts.
          return guard(
            [item, card?.title, card?.subtitle, card?.note, card?.status, card?.hidden, selected, focused],
            () => card && this.#row(item, card, selected, focused),
          );
        },
      )}
    </div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has("focused") && !changed.has("selected")) return;
    const current = this.#current;
    if (current !== undefined) document.getElementById(rowId(current.node.id))?.scrollIntoView({ block: "nearest" });
  }

  override focus(): void {
    this.querySelector<HTMLElement>("[role=tree]")?.focus();
  }

  get #current(): TreeItem | undefined {
    const at = (node: string | undefined): TreeItem | undefined => this.items.find((item) => item.node.id === node);
    return at(this.focused) ?? at(this.selected) ?? this.items[0];
  }

  #row(item: TreeItem, card: Card, selected: boolean, focused: boolean): TemplateResult {
    const { node, level, position, setSize, expanded } = item;
    const look = cardLook(card);
    const name = look?.icon ?? (node.kind === "group" ? "layers" : "circle");
    const waits = this.waitsFor(node.id);
    const around = (card.within ?? []).map(contextText);
    const state = lineOf([card.subtitle, card.note]);
    const said = [card.title, state, ...around, waits, hiddenText(card.hidden)].filter((part) => part !== "").join(", ");
    return html`<div
      id=${rowId(node.id)}
      class="tree-row ${selected ? "selected" : ""} ${focused ? "focused" : ""}"
      role="treeitem"
      aria-label=${said}
      aria-level=${level}
      aria-posinset=${position}
      aria-setsize=${setSize}
      aria-selected=${selected ? "true" : "false"}
      aria-expanded=${expanded === undefined ? nothing : String(expanded)}
      data-node=${node.id}
      data-status=${card.status ?? nothing}
      ${styled({ "--level": String(level) })}
      @click=${(event: MouseEvent) => this.#pick("tree-select", node.id, event)}
      @dblclick=${(event: MouseEvent) => this.#pick(expanded === undefined ? "tree-open" : "tree-toggle", node.id, event)}
      @contextmenu=${(event: MouseEvent) => {
        event.preventDefault();
        this.#pick("tree-menu", node.id, event);
      }}
    >
      <span class="tree-twist" @click=${(event: MouseEvent) => expanded !== undefined && this.#pick("tree-toggle", node.id, event)}
        >${expanded === undefined ? nothing : icon(expanded ? "chevronDown" : "chevronRight")}</span
      >
      <span class="tone-${look?.colour ?? "quiet"} ${name === "loading" ? "turning" : ""}">${icon(name)}</span>
      <span class="tree-name">${card.title}</span>
      <span class="tree-state">${lineOf([state, ...around])}</span>
    </div>`;
  }

  #pick(name: string, node: string, { clientX, clientY }: MouseEvent): void {
    const pick: TreePick = { node, x: clientX, y: clientY };
    this.tell(name, pick);
  }

  readonly #key = (event: KeyboardEvent): void => {
    const current = this.#current;
    if (current === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const node = current.node.id;
    const { left, bottom } = document.getElementById(rowId(node))?.getBoundingClientRect() ?? { left: 0, bottom: 0 };
    const pick: TreePick = { node, x: left + 24, y: bottom };
    const now = performance.now();
    const typed = now - this.#typedAt < 800 ? this.#typed : "";
    const move: TreeMove | undefined = moveIn(
      this.items,
      current,
      event.key,
      event.shiftKey,
      typed,
      (item) => this.cards.get(item.node.id)?.title ?? "",
    );
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.#typed = move.typed ?? "";
    this.#typedAt = now;
    switch (move.kind) {
      case "focus":
        this.tell("tree-focus", move.item.node.id);
        break;
      case "select":
        this.tell("tree-select", pick);
        break;
      case "open":
        this.tell("tree-open", pick);
        break;
      case "menu":
        this.tell("tree-menu", pick);
        break;
      case "toggle":
        this.tell("tree-toggle", pick);
        break;
      case "more":
        this.tell("tree-more", { node, side: move.side });
        break;
      case "none":
        break;
      default:
        move satisfies never;
    }
  };
}

function rowId(node: string): string {
  // An id must not hold a space, or whoever refers to it refers to several.
  return `row-${encodeURIComponent(node)}`;
}
