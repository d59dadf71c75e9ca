import type { ChosenSeries, ExportedBar, ExportWindow } from '../../application/ports/bar-export';
import { INTERVAL_MS } from '../../domain/bar';

/** Whether a bar is made of as many stored bars as its interval has room for. */
export function isComplete(
  { bars }: ExportedBar,
  { interval: stored }: ChosenSeries,
  { interval }: ExportWindow,
): boolean {
  return bars * INTERVAL_MS[stored] === INTERVAL_MS[interval];
}
