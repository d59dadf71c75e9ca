import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { VERDICTS, type Verdict } from '../../../domain/collection-job';
import { JOB_EVENT_TYPES, type JobEventType } from '../../../domain/job-event';
import { JOB_STATES, type JobState } from '../../../domain/job-state';
import { CollectionJobEntity } from './collection-job-entity';
import { safeInteger } from '../safe-integer';

/** A job's history. A row is appended in the transaction of the change it describes, and never updated. */
@Entity('job_event')
// Finds all other events without reading the many SYMBOLS_DONE events.
@Index('job_event_milestone', ['jobId', 'seq'], { where: `type <> 'SYMBOLS_DONE'` })
@Index('job_event_recent_milestone', ['at'], { where: `type <> 'SYMBOLS_DONE'` })
@Check('event_seq', 'seq >= 1')
@Check('event_done_within_total', 'succeeded + empty + failed <= total')
export class JobEventEntity {
  @PrimaryColumn('uuid', { name: 'job_id' })
  jobId!: string;

  @ManyToOne(() => CollectionJobEntity)
  @JoinColumn({ name: 'job_id' })
  job!: Relation<CollectionJobEntity>;

  @PrimaryColumn('integer')
  seq!: number;

  @Column('enum', { enum: JOB_EVENT_TYPES, enumName: 'job_event_type' })
  type!: JobEventType;

  @Column({ type: 'timestamptz', precision: 3 })
  at!: Date;

  @Column('enum', { name: 'from_state', enum: JOB_STATES, enumName: 'job_state', nullable: true })
  fromState!: JobState | null;

  @Column('enum', { name: 'to_state', enum: JOB_STATES, enumName: 'job_state', nullable: true })
  toState!: JobState | null;

  /** Of the transition to COMPLETED; otherwise null. */
  @Column('enum', { enum: VERDICTS, enumName: 'verdict', nullable: true })
  verdict!: Verdict | null;

  @Column('text')
  actor!: string;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('integer')
  total!: number;

  @Column('integer')
  succeeded!: number;

  @Column('integer')
  empty!: number;

  @Column('integer')
  failed!: number;

  @Column('bigint', { transformer: safeInteger })
  rows!: number;

  @Column('bigint', { name: 'active_ms', transformer: safeInteger })
  activeMs!: number;

  @Column('double precision', { name: 'symbols_per_second' })
  symbolsPerSecond!: number;
}
