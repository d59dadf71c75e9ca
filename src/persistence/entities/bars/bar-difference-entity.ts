import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A bar that a job has found to be stored or offered by the source, and not the same in both: values as in VALUES. */
@Entity('bar_difference')
export class BarDifferenceEntity {
  @PrimaryColumn('uuid', { name: 'job_id' })
  jobId!: string;

  /** Position of the symbol in the job's list. */
  @PrimaryColumn('integer')
  position!: number;

  /** Opening time of the bar. */
  @PrimaryColumn('timestamptz', { precision: 3 })
  time!: Date;

  /** Null: the source has a bar that is not stored. */
  @Column('numeric', { array: true, nullable: true })
  stored!: string[] | null;

  /** Null: the source no longer has the bar. */
  @Column('numeric', { array: true, nullable: true })
  offered!: string[] | null;
}
