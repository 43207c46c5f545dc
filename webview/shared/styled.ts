import { noChange } from "lit";
import { directive, Directive, PartType, type DirectiveResult, type ElementPart, type PartInfo } from "lit/directive.js";

/**
 * Sets properties of an element's style, custom ones included. Lit's own `styleMap` first writes an attribute, which the page's policy
 * refuses; what a script sets on the style itself is allowed.
 */
class Styled extends Directive {
  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error("`styled` stands in an element's tag, not in an attribute.");
  }

  override render(_properties: Readonly<Record<string, string>>): typeof noChange {
    return noChange;
  }

  override update({ element }: ElementPart, [properties]: [Readonly<Record<string, string>>]): typeof noChange {
    if (element instanceof HTMLElement) {
      for (const [name, value] of Object.entries(properties)) element.style.setProperty(name, value);
    }
    return noChange;
  }
}

const make = directive(Styled);

/** `<div ${styled({ top: "4px" })}>`. Always name the same properties for one element: one that is left out later stays. */
export const styled = (properties: Readonly<Record<string, string>>): DirectiveResult => make(properties);
