import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, Unique, type Relation } from 'typeorm';
import { STORED_SYMBOL_STATES, type StoredSymbolState } from '../../../domain/job-symbol';
import { SOURCE_FAILURES, type SourceFailureCode } from '../../../domain/source-failure';
import { CollectionJobEntity } from './collection-job-entity';
import { safeInteger } from '../safe-integer';

/**
 * One symbol of a job: its outcome and, until then, the page at which collection continues. No column that changes is
 * indexed, and table pages start half empty (fillfactor), so an update touches neither an index nor another page.
 */
@Entity('job_symbol')
@Unique('symbol_once_per_job', ['jobId', 'symbol'])
@Check('symbol_error_when_failed', `(error_code IS NOT NULL) = (state = 'FAILED')`)
@Check('symbol_finished_with_outcome', `(finished_at IS NOT NULL) = (state <> 'PENDING')`)
@Check('symbol_window', '(window_from IS NULL) = (window_to IS NULL) AND window_from < window_to')
@Check('symbol_steps', 'steps >= 0')
@Check('symbol_empty_has_no_rows', `state <> 'EMPTY' OR "rows" = 0`)
export class JobSymbolEntity {
  @PrimaryColumn('uuid', { name: 'job_id' })
  jobId!: string;

  @ManyToOne(() => CollectionJobEntity)
  @JoinColumn({ name: 'job_id' })
  job!: Relation<CollectionJobEntity>;

  /** Position in the job's list, from 0. */
  @PrimaryColumn('integer')
  position!: number;

  @Column('text')
  symbol!: string;

  @Column('enum', { enum: STORED_SYMBOL_STATES, enumName: 'symbol_state', default: 'PENDING' })
  state!: StoredSymbolState;

  /** Without a foreign key: its check would cost the start of a job as much as all the rest. */
  @Column('integer', { name: 'series_id' })
  seriesId!: number;

  /** What is asked for of it, in whole intervals; null: the window of the job. */
  @Column({ type: 'timestamptz', name: 'window_from', precision: 3, nullable: true })
  from!: Date | null;

  @Column({ type: 'timestamptz', name: 'window_to', precision: 3, nullable: true })
  to!: Date | null;

  /** The time up to which the window has been asked for; null before the first page. */
  @Column({ type: 'timestamptz', name: 'page_cursor', precision: 3, nullable: true })
  pageCursor!: Date | null;

  /** Steps stored (a page, or the outcome of a failure). A step carries its number and is stored only if it is next. */
  @Column('integer', { default: 0 })
  steps!: number;

  @Column('integer', { default: 0 })
  attempts!: number;

  @Column('bigint', { default: 0, transformer: safeInteger })
  rows!: number;

  /** Opening times of the window that are gaps and need not be, see JobSymbol. Set with the outcome. */
  @Column('integer', { default: 0 })
  missing!: number;

  @Column('enum', {
    name: 'error_code',
    enum: Object.keys(SOURCE_FAILURES),
    enumName: 'source_failure',
    nullable: true,
  })
  errorCode!: SourceFailureCode | null;

  @Column('text', { name: 'error_message', nullable: true })
  errorMessage!: string | null;

  @Column({ type: 'timestamptz', name: 'started_at', precision: 3, nullable: true })
  startedAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'finished_at', precision: 3, nullable: true })
  finishedAt!: Date | null;
}
