import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { SeriesEntity } from './series-entity';

/** A row of a source that is no bar, as it was sent. The latest one for each interval. */
@Entity('quarantined_row')
export class QuarantinedRowEntity {
  @PrimaryColumn('integer', { name: 'series_id' })
  seriesId!: number;

  @ManyToOne(() => SeriesEntity)
  @JoinColumn({ name: 'series_id' })
  series!: Relation<SeriesEntity>;

  /** Opening time of the interval that the row lies in. */
  @PrimaryColumn('timestamptz', { precision: 3 })
  time!: Date;

  /** JSON. */
  @Column('text')
  row!: string;

  @Column('text')
  flaw!: string;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' })
  at!: Date;
}
