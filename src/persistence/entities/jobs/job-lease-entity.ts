import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { CollectionJobEntity } from './collection-job-entity';

/** The lease of a shard of a job: which run may store for it, and which node executes that run. */
@Entity('job_lease')
@Check('lease_at_rest_when_finished', 'NOT finished OR holder IS NULL')
// The leases in force of a node. Those of ended jobs keep their holder, but are revoked.
@Index('lease_that_wants_a_run', ['jobId', 'shard'], { where: 'holder IS NULL AND NOT finished AND NOT drained' })
@Index('lease_by_holder', ['holder'], { where: 'holder IS NOT NULL AND run_id IS NOT NULL' })
export class JobLeaseEntity {
  @PrimaryColumn('uuid', { name: 'job_id' })
  jobId!: string;

  @ManyToOne(() => CollectionJobEntity)
  @JoinColumn({ name: 'job_id' })
  job!: Relation<CollectionJobEntity>;

  @PrimaryColumn('integer')
  shard!: number;

  /** The only run that may store for the shard. Random for each run; null before the first one and when revoked. */
  @Column('uuid', { name: 'run_id', nullable: true })
  runId!: string | null;

  /**
   * Start of the database server that granted the lease, in microseconds, if it acknowledges commits before they are
   * durable; otherwise null. The lease then ends with it: the next one may have lost what the run has stored or claimed.
   */
  @Column({ type: 'timestamptz', name: 'server_started_at', nullable: true })
  serverStartedAt!: Date | null;

  /** The node of the latest run, dead or alive; null when the lease was given back. */
  @Column('text', { nullable: true })
  holder!: string | null;

  /** Whether nothing of the shard is in flight any more since the last pause. Always true once the job has ended. */
  @Column('boolean', { default: false })
  drained!: boolean;

  /** Whether all symbols claimed by the shard have an outcome and no symbol is left to claim. */
  @Column('boolean', { default: false })
  finished!: boolean;
}
