import type { Bar } from '../../domain/bar';
import type { Gap } from '../../domain/series/gap';
import type { BarType } from '../types/series/bar';
import type { GapType } from '../types/series/gap';

export function presentBar(bar: Bar): BarType {
  return { ...bar, time: new Date(bar.time) };
}

export function presentGap<G extends Gap>(gap: G): Omit<G, 'from' | 'to'> & GapType {
  return { ...gap, from: new Date(gap.from), to: new Date(gap.to) };
}
