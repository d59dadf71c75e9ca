import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A node of the cluster, as of its last heartbeat. A node whose last heartbeat is too old is regarded as gone. */
@Entity('cluster_node')
export class ClusterNodeEntity {
  /** Identifies one process: a restart is a new node. */
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  role!: string;

  /** Number of job shards that the node works on. */
  @Column('integer')
  shards!: number;

  @Column({ type: 'timestamptz', name: 'seen_at', precision: 3 })
  seenAt!: Date;
}
