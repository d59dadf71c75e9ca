import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RequestKey } from '../../../application/ports/collection-job-repository';

/** A request with an id, and its answer. A repetition of the request gets the same answer. */
@Entity('control_request')
export class ControlRequestEntity {
  @PrimaryColumn('text')
  actor!: string;

  @PrimaryColumn('text', { name: 'request_id' })
  requestId!: string;

  @Column('text')
  operation!: RequestKey['operation'];

  /** Hash of the request's content. */
  @Column('text')
  fingerprint!: string;

  /** Null only within the transaction that determines the answer. */
  @Column('jsonb', { nullable: true })
  answer!: unknown;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' })
  at!: Date;
}
