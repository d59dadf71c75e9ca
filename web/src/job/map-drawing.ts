import { tokenColor } from '../ui/token-color';

/** The letters of `CollectionJob.symbolStates`: their meanings and colour tokens. */
export const LETTERS = {
  S: { name: 'Succeeded', token: '--completed' },
  E: { name: 'Empty', token: '--cancelled' },
  F: { name: 'Failed', token: '--failed' },
  A: { name: 'In flight', token: '--running' },
  P: { name: 'Waiting', token: '--line' },
} as const;
export type Letter = keyof typeof LETTERS;

export interface MapLayout {
  readonly columns: number;
  /** Size of a cell with its gap, and height of the whole map, in CSS pixels. */
  readonly cell: number;
  readonly height: number;
}

const [SMALLEST, LARGEST] = [2, 20];
/** Height of the map unless cells of the largest size need less, or of the smallest size more, in CSS pixels. */
const ROOM = 260;

/** Returns the layout with the largest cells that fit. */
export function layoutFor(symbols: number, width: number): MapLayout {
  const fitting = Math.floor(Math.sqrt((Math.max(width, 1) * ROOM) / Math.max(symbols, 1)));
  const cell = Math.min(Math.max(fitting, SMALLEST), LARGEST);
  const columns = Math.max(1, Math.floor(width / cell));
  return { columns, cell, height: Math.ceil(symbols / columns) * cell };
}

/** Returns the position of the cell at a point; null left, right or above the cells. */
export function cellAt({ columns, cell }: MapLayout, x: number, y: number): number | null {
  const column = Math.floor(x / cell);
  if (column < 0 || column >= columns || y < 0) return null;
  return Math.floor(y / cell) * columns + column;
}

/** The highlighted cell. */
interface Mark {
  readonly position: number | null;
  readonly isPinned: boolean;
}

export function draw(canvas: HTMLCanvasElement, layout: MapLayout, letters: string, chosen: Mark): void {
  const { columns, cell, height } = layout;
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(columns * cell * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.width = `${columns * cell}px`;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(scale, scale);
  const gap = cell > 4 ? 1 : 0;
  const place = (index: number) => [(index % columns) * cell, Math.floor(index / columns) * cell] as const;
  const element = canvas.parentElement!;
  for (const letter of Object.keys(LETTERS) as Letter[]) {
    context.fillStyle = tokenColor(element, LETTERS[letter].token);
    for (let index = letters.indexOf(letter); index >= 0; index = letters.indexOf(letter, index + 1)) {
      const [x, y] = place(index);
      context.fillRect(x, y, cell - gap, cell - gap);
    }
  }
  if (chosen.position === null) return;
  const [x, y] = place(chosen.position);
  context.strokeStyle = tokenColor(element, chosen.isPinned ? '--accent' : '--text');
  context.lineWidth = chosen.isPinned ? 4 : 2;
  context.strokeRect(x - 1, y - 1, cell + 1, cell + 1);
}
