/** What a key asks of the panel, wherever the focus is. */
export type PanelKey = "fit" | "zoomIn" | "zoomOut" | "find" | "findNext" | "findPrevious" | "left" | "right" | "up" | "down" | "close";

/** The panel's own keys. None is a letter alone: letters find a row of the tree by its name. */
export function panelKey(event: KeyboardEvent): PanelKey | undefined {
  if (isTyping(event)) return undefined;
  if (event.altKey) {
    const arrows: Readonly<Record<string, PanelKey>> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };
    return arrows[event.key];
  }
  if (event.ctrlKey || event.metaKey) return event.key === "f" ? "find" : undefined;
  switch (event.key) {
    case "0":
      return "fit";
    case "+":
    case "=":
      return "zoomIn";
    case "-":
      return "zoomOut";
    case "/":
      return "find";
    case "F3":
      return event.shiftKey ? "findPrevious" : "findNext";
    case "Escape":
      return "close";
    default:
      return undefined;
  }
}

function isTyping(event: Event): boolean {
  const [target] = event.composedPath();
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
