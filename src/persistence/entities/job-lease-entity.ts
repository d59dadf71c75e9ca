import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { CollectionJobEntity } from './collection-job-entity';

/** A worker's share of a job: which run may store for it (epoch), and who does that run. */
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
  share!: number;

  /** Grows by one with each run of a worker; a run whose epoch is not this one stores nothing. */
  @Column('integer', { default: 0 })
  epoch!: number;

  /** The node whose run it is, dead or alive; null when it was given back. */
  @Column('text', { nullable: true })
  holder!: string | null;

  /** Whether everything in flight has ended since the last pause. */
  @Column('boolean', { default: false })
  drained!: boolean;

  /** Whether all symbols that it ever claimed have their outcome, and none is left to be claimed. */
  @Column('boolean', { default: false })
  finished!: boolean;
}
