import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { BarJson } from '../bars/bar-values-sql';

/** The values of a bar that another one has replaced. Written in the transaction that replaces it, never changed. */
@Entity('bar_revision')
@Index('revision_of_series', ['seriesId', 'id'])
export class BarRevisionEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('integer', { name: 'series_id' })
  seriesId!: number;

  /** Opening time of the bar. */
  @Column({ type: 'timestamptz', precision: 3 })
  time!: Date;

  @Column('jsonb')
  before!: BarJson;

  @Column('jsonb')
  after!: BarJson;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' })
  at!: Date;

  @Column('uuid', { name: 'job_id' })
  jobId!: string;
}
