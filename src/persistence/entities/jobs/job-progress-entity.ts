import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { CollectionJobEntity } from './collection-job-entity';
import { safeInteger } from '../safe-integer';

/**
 * The counters of a job over all its shards. A store updates them last and holds the row's lock until the commit. Hence
 * every event shows exactly the progress before it, and `seq` has no gap.
 */
@Entity('job_progress')
@Check('progress_done_within_total', 'succeeded + empty + failed <= total')
@Check('progress_claimed_within_total', 'claimed BETWEEN 0 AND total')
// Costs nothing for most jobs, in which nothing fails: an update that leaves `failed` unchanged touches no index.
@Index('progress_with_failures', ['jobId'], { where: 'failed > 0' })
@Check('progress_counters', 'succeeded >= 0 AND empty >= 0 AND failed >= 0 AND "rows" >= 0')
export class JobProgressEntity {
  @PrimaryColumn('uuid', { name: 'job_id' })
  jobId!: string;

  @ManyToOne(() => CollectionJobEntity)
  @JoinColumn({ name: 'job_id' })
  job!: Relation<CollectionJobEntity>;

  @Column('integer')
  total!: number;

  /** Number of symbols, from the front of the list, that belong to a shard. */
  @Column('integer', { default: 0 })
  claimed!: number;

  @Column('integer', { default: 0 })
  succeeded!: number;

  @Column('integer', { default: 0 })
  empty!: number;

  @Column('integer', { default: 0 })
  failed!: number;

  @Column('bigint', { default: 0, transformer: safeInteger })
  rows!: number;

  /** Number of symbols with an outcome that miss bars. */
  @Column('integer', { name: 'with_gaps', default: 0 })
  withGaps!: number;

  /** Bars of the windows of symbols with an outcome that were stored already and not asked for again. */
  @Column('bigint', { name: 'already_there', default: 0, transformer: safeInteger })
  alreadyThere!: number;

  /** Bars that were stored and that the job has replaced by others. */
  @Column('bigint', { default: 0, transformer: safeInteger })
  revised!: number;

  /** Bars that are stored or offered by the source, and not the same in both. The first of them are in bar_difference. */
  @Column('bigint', { default: 0, transformer: safeInteger })
  differences!: number;

  /** Time of the last store. */
  @Column({ type: 'timestamptz', name: 'stored_at', precision: 3, nullable: true })
  storedAt!: Date | null;

  /** `seq` of the job's latest event; `lastEventAt` is its time. */
  @Column('integer', { name: 'last_event', default: 0 })
  lastEvent!: number;

  @Column({ type: 'timestamptz', name: 'last_event_at', precision: 3, nullable: true })
  lastEventAt!: Date | null;

  // Two samples of (active time, symbols done), at least 5 s of active time apart. The rate is counted from the older
  // one, so it covers the last 5 to 10 seconds without a history.

  @Column('bigint', { name: 'older_sample_ms', default: 0, transformer: safeInteger })
  olderSampleMs!: number;

  @Column('integer', { name: 'older_sample_done', default: 0 })
  olderSampleDone!: number;

  @Column('bigint', { name: 'newer_sample_ms', default: 0, transformer: safeInteger })
  newerSampleMs!: number;

  @Column('integer', { name: 'newer_sample_done', default: 0 })
  newerSampleDone!: number;
}
