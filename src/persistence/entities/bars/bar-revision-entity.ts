import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** The values of a bar that another one has replaced, in the order of VALUES. Written in the transaction that replaces it, never changed. */
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

  @Column('numeric', { array: true })
  before!: string[];

  @Column('numeric', { array: true })
  after!: string[];

  @Column({ type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' })
  at!: Date;

  @Column('uuid', { name: 'job_id' })
  jobId!: string;
}
