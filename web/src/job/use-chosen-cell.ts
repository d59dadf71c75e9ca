import { useCallback, useEffect, useState, type RefObject } from 'react';

export interface ChosenCell {
  readonly position: number | null;
  /** A pinned cell does not follow the pointer. */
  readonly isPinned: boolean;
  /** Moves to the cell under the pointer, unless one is pinned. */
  readonly point: (position: number) => void;
  /** Moves to a cell by keyboard; a pinned cell moves along. */
  readonly walk: (position: number) => void;
  /** Pins a cell by click or key, or unpins it if it is already pinned. */
  readonly toggle: (position: number) => void;
  readonly unpin: () => void;
}

/**
 * The highlighted cell of the map: the one under the pointer, until one is pinned. Escape or a click outside of
 * `inside` unpins it.
 */
export function useChosenCell(inside: RefObject<HTMLElement | null>): ChosenCell {
  const [chosen, setChosen] = useState<{ position: number | null; isPinned: boolean }>(NONE);
  const unpin = useCallback(() => setChosen(({ position }) => ({ position, isPinned: false })), []);
  useUnpinning(chosen.isPinned, inside, unpin);
  return {
    ...chosen,
    point: (position) => setChosen((known) => (known.isPinned ? known : { position, isPinned: false })),
    walk: (position) => setChosen(({ isPinned }) => ({ position, isPinned })),
    toggle: (position) =>
      setChosen((known) => ({ position, isPinned: !(known.isPinned && known.position === position) })),
    unpin,
  };
}

const NONE = { position: null, isPinned: false };

function useUnpinning(isPinned: boolean, inside: RefObject<HTMLElement | null>, unpin: () => void): void {
  useEffect(() => {
    if (!isPinned) return;
    const press = ({ key }: KeyboardEvent) => key === 'Escape' && unpin();
    const click = ({ target }: MouseEvent) => !inside.current?.contains(target as Node) && unpin();
    document.addEventListener('keydown', press);
    document.addEventListener('click', click);
    return () => {
      document.removeEventListener('keydown', press);
      document.removeEventListener('click', click);
    };
  }, [isPinned, inside, unpin]);
}
