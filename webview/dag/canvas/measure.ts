import { fontOf } from "./canvas-pen.ts";

/** A context to measure texts with; it is never shown. */
export function measuringContext(): CanvasRenderingContext2D {
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) throw new Error("This browser has no canvas.");
  return context;
}

/** Measures texts at 13 px. */
export function textMeasure(fontFamily: string): (text: string, bold: boolean) => number {
  const context = measuringContext();
  return (text, bold) => {
    context.font = fontOf({ size: 13, bold }, fontFamily);
    return context.measureText(text).width;
  };
}
