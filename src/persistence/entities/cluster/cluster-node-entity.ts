import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The session of a node, as of its last heartbeat. When it has expired, the node's leases belong to whoever takes them. */
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

  /** Version of the messages between nodes that it speaks, see PROTOCOL. */
  @Column('integer')
  protocol!: number;

  /** By the clock of the database. A heartbeat renews it. */
  @Column({ type: 'timestamptz', name: 'expires_at', precision: 3 })
  expiresAt!: Date;
}
