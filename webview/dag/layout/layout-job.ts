import { layOut, type Direction, type Layout, type Size } from "../graph/layout.ts";
import type { GraphView } from "../graph/view.ts";

/** What the page asks of the thread that lays out; the answer is the layout. */
export interface LayoutJob {
  readonly view: GraphView;
  /** By id of the node: only the page can measure. */
  readonly sizes: ReadonlyMap<string, Size>;
  readonly direction: Direction;
}

/** The answer to a job. Blocks for as long as it takes. */
export const layOutJob = ({ view, sizes, direction }: LayoutJob): Layout =>
  layOut(view, ({ id }) => sizes.get(id) ?? { width: 0, height: 0 }, direction);
