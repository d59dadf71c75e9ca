import { Column, Entity, PrimaryColumn } from 'typeorm';
import { BAR_INTERVALS, type BarInterval } from '../../domain/bar';

/** One bar. Jobs share bars: a job that collects a bar again updates it. `numeric` keeps every digit. */
@Entity('bar')
export class BarEntity {
  @PrimaryColumn('text')
  source!: string;

  @PrimaryColumn('text')
  symbol!: string;

  @PrimaryColumn('enum', { enum: BAR_INTERVALS, enumName: 'bar_interval' })
  interval!: BarInterval;

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
}
