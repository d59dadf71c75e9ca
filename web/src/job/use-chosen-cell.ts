import { useCallback, useEffect, useState, type RefObject } from 'react';

export interface ChosenCell {
  readonly position: number | null;
  /** It stays, wherever the pointer goes. */
  readonly isPinned: boolean;
  /** The pointer or a key came to a cell. */
  readonly point: (position: number) => void;
  /** Goes to a cell by a key; what is pinned goes along. */
  readonly walk: (position: number) => void;
  /** A click or a key on a cell: keeps it, or lets go of it when it is kept already. */
  readonly toggle: (position: number) => void;
  readonly unpin: () => void;
}

/**
 * Which cell of the map is looked at: the one under the pointer, until one is pinned. Escape lets go of it, and so does a
 * click outside of `inside`.
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
