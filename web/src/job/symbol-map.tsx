import { useCallback, useEffect, useMemo, useRef, type KeyboardEvent, type MouseEvent } from 'react';
import { useApi } from '../api/client';
import type { Job } from '../api/job-cache';
import { useRefreshed } from '../api/refreshed';
import { SymbolStatesDocument } from '../generated/graphql';
import { count } from '../ui/format';
import uiStyles from '../ui/ui.module.css';
import styles from './job.module.css';
import type { HeldSymbol } from './job-story';
import { cellAt, draw, layoutFor, LETTERS, type Letter } from './map-drawing';
import { SymbolDetails } from './symbol-details';
import { useChosenCell, type ChosenCell } from './use-chosen-cell';
import { useBoxWidth, useSchemeChanges } from '../ui/use-box';

interface SymbolMapProps {
  readonly job: Job;
  readonly inFlight: readonly HeldSymbol[];
}

/**
 * Shows every symbol of a job as a cell in the colour of its state, in the job's order. A cell can be pointed at,
 * reached by keys, and pinned.
 */
export function SymbolMap({ job, inFlight }: SymbolMapProps) {
  const letters = useLetters(job, inFlight);
  const inside = useRef<HTMLDivElement>(null);
  const chosen = useChosenCell(inside);
  const { position } = chosen;
  const tally = useMemo(() => tallyOf(letters), [letters]);
  return (
    <section className={uiStyles.card} aria-labelledby="map">
      <h2 id="map">Symbols</h2>
      <ul className={styles.legend}>
        {(Object.keys(LETTERS) as Letter[]).map((letter) => (
          <li key={letter} data-letter={letter}>
            {LETTERS[letter].name} {count(tally[letter])}
          </li>
        ))}
      </ul>
      <div ref={inside} className={styles.chosen}>
        {letters && <Cells letters={letters} chosen={chosen} />}
        <SymbolDetails
          job={job}
          position={position}
          state={position === null ? '' : (letters[position] ?? '')}
          isPinned={chosen.isPinned}
        />
      </div>
    </section>
  );
}

interface CellsProps {
  readonly letters: string;
  readonly chosen: ChosenCell;
}

function Cells({ letters, chosen }: CellsProps) {
  const { position, isPinned } = chosen;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [box, width] = useBoxWidth();
  const scheme = useSchemeChanges();
  const layout = useMemo(() => layoutFor(letters.length, width), [letters.length, width]);
  useEffect(() => {
    if (canvas.current && width) draw(canvas.current, layout, letters, { position, isPinned });
  }, [layout, letters, position, isPinned, width, scheme]);
  const at = (use: (position: number) => void) => (event: MouseEvent<HTMLElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const cell = cellAt(layout, event.clientX - left, event.clientY - top);
    if (cell !== null && cell < letters.length) use(cell);
    else if (event.type === 'click') chosen.unpin();
  };
  const press = (event: KeyboardEvent) => {
    const step = stepOf(event.key, layout.columns, letters.length);
    const isToggle = event.key === 'Enter' || event.key === ' ';
    if (step === null && !isToggle) return;
    event.preventDefault();
    if (step !== null) chosen.walk(Math.min(Math.max((position ?? -1) + step, 0), letters.length - 1));
    else chosen.toggle(position ?? 0);
  };
  return (
    <div
      ref={box}
      className={styles.map}
      role="slider"
      tabIndex={0}
      aria-label="Map of all symbols"
      aria-describedby="map-symbol"
      aria-valuemin={1}
      aria-valuemax={letters.length}
      aria-valuenow={(position ?? 0) + 1}
      aria-valuetext={`Symbol ${(position ?? 0) + 1} of ${letters.length}${isPinned ? ', pinned' : ''}`}
      onPointerMove={at(chosen.point)}
      onClick={at(chosen.toggle)}
      onKeyDown={press}
    >
      <canvas ref={canvas} style={{ width: '100%', height: layout.height }} aria-hidden="true" />
    </div>
  );
}

/** Returns how many cells a key moves; null for a key that the map does not handle. */
function stepOf(key: string, columns: number, length: number): number | null {
  const steps: Record<string, number> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
    PageDown: columns * 10,
    PageUp: -columns * 10,
    Home: -length,
    End: length,
  };
  return steps[key] ?? null;
}

/** The states as the service last reported them, combined with the symbols in flight now. */
function useLetters(job: Job, inFlight: readonly HeldSymbol[]): string {
  const { apollo } = useApi();
  const { id } = job;
  const read = useCallback(async () => {
    const { data } = await apollo.query({ query: SymbolStatesDocument, variables: { id }, fetchPolicy: 'no-cache' });
    return data?.job?.symbolStates ?? '';
  }, [apollo, id]);
  const known = useRefreshed(read, job.progress.done);
  return useMemo(() => {
    if (!known) return '';
    const letters = [...known.replaceAll('A', 'P')];
    for (const { position } of inFlight) if (letters[position] === 'P') letters[position] = 'A';
    return letters.join('');
  }, [known, inFlight]);
}

function tallyOf(letters: string): Record<Letter, number> {
  const tally: Record<Letter, number> = { S: 0, E: 0, F: 0, A: 0, P: 0 };
  for (const letter of letters) tally[letter as Letter] += 1;
  return tally;
}
