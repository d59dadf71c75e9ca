import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A node of the cluster, as it said of itself last. One that was not heard of for a while is gone. */
@Entity('cluster_node')
export class ClusterNodeEntity {
  /** Of one process: a restart is another node. */
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  role!: string;

  /** Shares of jobs that it works on. */
  @Column('integer')
  shares!: number;

  @Column({ type: 'timestamptz', name: 'seen_at', precision: 3 })
  seenAt!: Date;
}
