import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { JobLeaseEntity } from './job-lease-entity';

/** A range of a job's list that belongs to one shard permanently. The holder of the shard's lease collects it. */
@Entity('job_claim')
@Check('claim_range', '0 <= range_from AND range_from < range_to')
export class JobClaimEntity {
  @PrimaryColumn('uuid', { name: 'job_id' })
  jobId!: string;

  @PrimaryColumn('integer')
  shard!: number;

  @ManyToOne(() => JobLeaseEntity)
  @JoinColumn([
    { name: 'job_id', referencedColumnName: 'jobId' },
    { name: 'shard', referencedColumnName: 'shard' },
  ])
  lease!: Relation<JobLeaseEntity>;

  /** Position of the first symbol. */
  @PrimaryColumn('integer', { name: 'range_from' })
  from!: number;

  /** Exclusive. */
  @Column('integer', { name: 'range_to' })
  to!: number;
}
