import { Check, Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { BAR_INTERVALS, type BarInterval } from '../../../domain/bar';
import { safeInteger } from '../safe-integer';

/**
 * The bars of one symbol of one source at one interval, and what is known of the times between them. The sets of times
 * grow in the transaction that stores a page; they hold whole intervals. No column that changes is indexed.
 */
@Entity('series')
@Unique('series_once', ['source', 'symbol', 'interval'])
@Check('series_bars', 'bars >= 0 AND (bars = 0) = (first_bar IS NULL) AND (bars = 0) = (last_bar IS NULL)')
export class SeriesEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer' })
  id!: number;

  @Column('text')
  source!: string;

  @Column('text')
  symbol!: string;

  @Column('enum', { enum: BAR_INTERVALS, enumName: 'bar_interval' })
  interval!: BarInterval;

  /** Times of which a valid answer has proved what is there and what is not. */
  @Column('tstzmultirange', { default: () => `'{}'` })
  covered!: string;

  /** Times that are older than what the source serves. */
  @Column('tstzmultirange', { name: 'out_of_reach', default: () => `'{}'` })
  outOfReach!: string;

  /** Times at which the source sent something that is no bar, see QuarantinedRowEntity. */
  @Column('tstzmultirange', { default: () => `'{}'` })
  quarantined!: string;

  /** Number of bars. */
  @Column('bigint', { default: 0, transformer: safeInteger })
  bars!: number;

  /** Opening time of the first bar. */
  @Column({ type: 'timestamptz', name: 'first_bar', precision: 3, nullable: true })
  firstBar!: Date | null;

  @Column({ type: 'timestamptz', name: 'last_bar', precision: 3, nullable: true })
  lastBar!: Date | null;

  /** Time of the last page that was stored for it. */
  @Column({ type: 'timestamptz', name: 'updated_at', precision: 3, nullable: true })
  updatedAt!: Date | null;
}
