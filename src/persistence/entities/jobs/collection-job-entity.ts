import { Check, Column, Entity, Index, PrimaryColumn, VersionColumn } from 'typeorm';
import { BAR_INTERVALS, type BarInterval } from '../../../domain/bar';
import { COLLECT_MODES, VERDICTS, type CollectMode, type Verdict } from '../../../domain/collection-job';
import { JOB_STATES, type JobState } from '../../../domain/job-state';
import { ASKABLE_REASONS, type AskableReason } from '../../../domain/series/gap';
import { safeInteger } from '../safe-integer';

/** A job: its parameters and control state. Progress is kept in job_progress, so that it never changes the version. */
@Entity('collection_job')
@Check('job_version', 'version >= 1')
@Check('job_window', 'window_from < window_to')
@Check('job_concurrency', 'concurrency BETWEEN 1 AND 64')
@Check('job_total', 'total BETWEEN 1 AND 100000')
@Check('job_asks_for', `asks_for <@ '{${ASKABLE_REASONS.join()}}'`)
@Check('job_shards', 'shards BETWEEN 1 AND concurrency')
@Check('job_active', 'active_ms >= 0')
@Check('job_completed_when_terminal', `(completed_at IS NOT NULL) = (state IN ('COMPLETED', 'FAILED', 'CANCELLED'))`)
@Check('job_paused_while_paused', `(paused_at IS NOT NULL) = (state = 'PAUSED')`)
@Check('job_verdict_when_completed', `(verdict IS NOT NULL) = (state = 'COMPLETED')`)
@Check('job_running_while_running', `(running_since IS NOT NULL) = (state = 'RUNNING')`)
@Check('job_started_before_running', `started_at IS NOT NULL OR state IN ('PENDING', 'CANCELLED')`)
@Index('job_newest_first', ['createdAt', 'id'])
@Index('job_by_state', ['state', 'createdAt', 'id'])
@Index('job_needs_attention', ['createdAt', 'id'], { where: `COALESCE(verdict <> 'COMPLETE', state = 'FAILED')` })
@Index('job_by_source', ['source', 'createdAt', 'id'])
export class CollectionJobEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text', { nullable: true })
  name!: string | null;

  @Column('enum', { enum: JOB_STATES, enumName: 'job_state' })
  state!: JobState;

  /** TypeORM increments it on every update of the row through an entity manager, so only transitions may do that. */
  @VersionColumn()
  version!: number;

  @Column('text')
  source!: string;

  @Column('enum', { enum: BAR_INTERVALS, enumName: 'bar_interval' })
  interval!: BarInterval;

  @Column({ type: 'timestamptz', name: 'window_from', precision: 3 })
  from!: Date;

  @Column({ type: 'timestamptz', name: 'window_to', precision: 3 })
  to!: Date;

  /** See CollectionJob. */
  @Column('boolean', { name: 'from_listing', default: false })
  fromListing!: boolean;

  @Column('enum', { enum: COLLECT_MODES, enumName: 'collect_mode' })
  mode!: CollectMode;

  /** See CollectionJob. */
  @Column('text', { name: 'asks_for', array: true, default: () => `'{NOT_COLLECTED}'` })
  asksFor!: readonly AskableReason[];

  @Column('enum', { enum: VERDICTS, enumName: 'verdict', nullable: true })
  verdict!: Verdict | null;

  @Column('integer')
  concurrency!: number;

  /** Number of symbols. */
  @Column('integer')
  total!: number;

  /** Number of leases. */
  @Column('integer', { default: 1 })
  shards!: number;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', name: 'started_at', precision: 3, nullable: true })
  startedAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'paused_at', precision: 3, nullable: true })
  pausedAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'completed_at', precision: 3, nullable: true })
  completedAt!: Date | null;

  /** Start of the current stretch of RUNNING that `activeMs` does not include yet; null unless RUNNING. */
  @Column({ type: 'timestamptz', name: 'running_since', precision: 3, nullable: true })
  runningSince!: Date | null;

  /** Milliseconds spent RUNNING before `runningSince`. */
  @Column('bigint', { name: 'active_ms', default: 0, transformer: safeInteger })
  activeMs!: number;
}
