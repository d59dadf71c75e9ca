import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * One row: the id of the cluster. It qualifies the names of what its nodes share outside this database, e.g. in a Redis
 * with other users.
 */
@Entity('cluster')
@Check('cluster_single_row', 'single_row')
export class ClusterEntity {
  @PrimaryColumn('boolean', { name: 'single_row', default: true })
  singleRow!: boolean;

  @Column('uuid')
  id!: string;

  /** Time of the last search for work without a node, see ClusterStore.leftBehind. */
  @Column({ type: 'timestamptz', name: 'swept_at', precision: 3, default: () => 'clock_timestamp()' })
  sweptAt!: Date;
}
