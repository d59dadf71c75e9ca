import { Column, Entity, PrimaryColumn } from 'typeorm';
import { safeInteger } from '../safe-integer';

/**
 * One bar of a series. Jobs share bars: a job that collects a bar again updates it. `numeric` keeps every digit. The view
 * `bars` adds the names. There is no foreign key: its check would cost every bar a lookup.
 */
@Entity('bar')
export class BarEntity {
  @PrimaryColumn('integer', { name: 'series_id' })
  seriesId!: number;

  /** Opening time. */
  @PrimaryColumn('timestamptz', { precision: 3 })
  time!: Date;

  @Column('numeric')
  open!: string;

  @Column('numeric')
  high!: string;

  @Column('numeric')
  low!: string;

  @Column('numeric')
  close!: string;

  @Column('numeric')
  volume!: string;

  /** In the currency of the price. Null, as the two below, where the source does not tell. */
  @Column('numeric', { name: 'quote_volume', nullable: true })
  quoteVolume!: string | null;

  @Column('bigint', { nullable: true, transformer: safeInteger })
  trades!: number | null;

  /** Part of `volume` that takers bought. */
  @Column('numeric', { name: 'taker_volume', nullable: true })
  takerVolume!: string | null;
}
