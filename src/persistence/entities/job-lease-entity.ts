import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { CollectionJobEntity } from './collection-job-entity';

/** The lease of a shard of a job: which run may store for it (epoch), and which node holds it. */
@Entity('job_lease')
@Check('lease_epoch', 'epoch >= 0')
@Check('lease_at_rest_when_finished', 'NOT finished OR holder IS NULL')
export class JobLeaseEntity {
  @PrimaryColumn('uuid', { name: 'job_id' })
  jobId!: string;

  @ManyToOne(() => CollectionJobEntity)
  @JoinColumn({ name: 'job_id' })
  job!: Relation<CollectionJobEntity>;

  @PrimaryColumn('integer')
  shard!: number;

  /** Raised by one for each run of a worker and to revoke a lease. A run with another epoch stores nothing. */
  @Column('integer', { default: 0 })
  epoch!: number;

  /** The node of the latest run, dead or alive; null when the lease was given back. */
  @Column('text', { nullable: true })
  holder!: string | null;

  /** Whether nothing of the shard is in flight any more since the last pause. */
  @Column('boolean', { default: false })
  drained!: boolean;

  /** Whether all symbols claimed by the shard have an outcome and no symbol is left to claim. */
  @Column('boolean', { default: false })
  finished!: boolean;
}
