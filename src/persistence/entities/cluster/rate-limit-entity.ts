import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The budgets of the sources: the table of rate-limiter-flexible's RateLimiterPostgres, as it would create it. */
@Entity('rate_limit')
export class RateLimitEntity {
  @PrimaryColumn('varchar', { length: 255 })
  key!: string;

  @Column('integer', { default: 0 })
  points!: number;

  /** Milliseconds since the Unix epoch. */
  @Column('bigint', { nullable: true })
  expire!: string | null;
}
