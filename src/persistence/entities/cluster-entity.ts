import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** One row: the name of everything that the nodes of this database share elsewhere, as in a Redis that others use too. */
@Entity('cluster')
@Check('cluster_single_row', 'single_row')
export class ClusterEntity {
  @PrimaryColumn('boolean', { name: 'single_row', default: true })
  singleRow!: boolean;

  @Column('uuid')
  id!: string;
}
