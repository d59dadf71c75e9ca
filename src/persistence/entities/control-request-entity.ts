import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RequestKey } from '../../application/ports/collection-job-repository';

/** A request that came with an id, and what it was answered: its repetition gets the same. */
@Entity('control_request')
export class ControlRequestEntity {
  @PrimaryColumn('text')
  actor!: string;

  @PrimaryColumn('text', { name: 'request_id' })
  requestId!: string;

  @Column('text')
  operation!: RequestKey['operation'];

  /** Hash over the request's content. */
  @Column('text')
  fingerprint!: string;

  /** Null only inside the transaction that finds the answer. */
  @Column('jsonb', { nullable: true })
  answer!: unknown;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' })
  at!: Date;
}
