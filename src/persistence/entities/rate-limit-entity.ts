import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The table of rate-limiter-flexible's RateLimiterPostgres, as it would make it itself: the budgets of the sources. */
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
