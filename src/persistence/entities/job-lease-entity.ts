import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { CollectionJobEntity } from './collection-job-entity';
import { safeInteger } from './safe-integer';

/** A worker's share of a job: which run may store (epoch), and what has been stored. Today a job has share 0 only. */
@Entity('job_lease')
@Check('lease_done_within_total', 'succeeded + empty + failed <= total')
@Check('lease_counters', 'epoch >= 0 AND succeeded >= 0 AND empty >= 0 AND failed >= 0 AND "rows" >= 0')
export class JobLeaseEntity {
  @PrimaryColumn('uuid', { name: 'job_id' })
  jobId!: string;

  @ManyToOne(() => CollectionJobEntity)
  @JoinColumn({ name: 'job_id' })
  job!: Relation<CollectionJobEntity>;

  @PrimaryColumn('integer')
  share!: number;

  /** Grows by one with each run of a worker; a run whose epoch is not this one stores nothing. */
  @Column('integer', { default: 0 })
  epoch!: number;

  /** Symbols of this share. */
  @Column('integer')
  total!: number;

  @Column('integer', { default: 0 })
  succeeded!: number;

  @Column('integer', { default: 0 })
  empty!: number;

  @Column('integer', { default: 0 })
  failed!: number;

  @Column('bigint', { default: 0, transformer: safeInteger })
  rows!: number;

  /** Whether everything in flight has ended since the last pause. */
  @Column('boolean', { default: false })
  drained!: boolean;

  /** When this share stored something last. */
  @Column({ type: 'timestamptz', name: 'stored_at', precision: 3, nullable: true })
  storedAt!: Date | null;

  /** `seq` of the job's latest event. */
  @Column('integer', { name: 'last_event', default: 0 })
  lastEvent!: number;

  // Two samples of (active time, symbols done), at least 5 s of active time apart: the rate is counted from the older
  // one, so that it covers the last 5 to 10 seconds without a history being kept.

  @Column('bigint', { name: 'older_sample_ms', default: 0, transformer: safeInteger })
  olderSampleMs!: number;

  @Column('integer', { name: 'older_sample_done', default: 0 })
  olderSampleDone!: number;

  @Column('bigint', { name: 'newer_sample_ms', default: 0, transformer: safeInteger })
  newerSampleMs!: number;

  @Column('integer', { name: 'newer_sample_done', default: 0 })
  newerSampleDone!: number;
}
