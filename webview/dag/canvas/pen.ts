/** How a line or a filled shape looks. Widths are in the drawing's own units. */
export interface Stroke {
  readonly colour: string;
  readonly width: number;
  readonly dash?: readonly number[];
}

export interface Shape {
  readonly fill?: string;
  readonly stroke?: Stroke;
  /** Between 0 and 1. */
  readonly opacity?: number;
}

export interface Lettering {
  readonly colour: string;
  readonly size: number;
  readonly bold?: boolean;
  /** What is longer is cut. */
  readonly maxWidth: number;
  readonly cut?: Cut;
}

/**
 * Where `…` stands for what is cut: at the end, or in the middle, as names often differ in their ends. `parts`: whole parts between dots
 * are left out, the last ones first, as long as there are several.
 */
export type Cut = "end" | "middle" | "parts";

/** What the graph is drawn with: one drawing goes to the screen, to an SVG and to a PNG. */
export interface Pen {
  /** A rectangle by its left upper corner. */
  box(x: number, y: number, width: number, height: number, radius: number, shape: Shape): void;
  /** `y` is the baseline. */
  text(text: string, x: number, y: number, lettering: Lettering): void;
  /** How wide a text is, of which nothing is cut. */
  width(text: string, size: number, bold: boolean): number;
  /** An outline on a field of 16 by 16, at its left upper corner. `turn` is in radians. */
  icon(outline: string, x: number, y: number, size: number, colour: string, turn?: number): void;
  /** A line or shape in SVG's path language. */
  path(commands: string, shape: Shape): void;
}
