import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import { STRETCH_BARS } from '../../../domain/series/stretch';

/**
 * The number of bars of a series in one stretch of 1,000 intervals, so that bars can be counted and gaps found without
 * reading all bars. Changes in the transaction that stores the bars; a stretch without bars need not have a row.
 */
@Entity('bar_stretch')
@Check('stretch_bars', `bars BETWEEN 0 AND ${STRETCH_BARS}`)
export class BarStretchEntity {
  @PrimaryColumn('integer', { name: 'series_id' })
  seriesId!: number;

  /** Counted from the Unix epoch. */
  @PrimaryColumn('integer')
  stretch!: number;

  @Column('integer')
  bars!: number;
}
