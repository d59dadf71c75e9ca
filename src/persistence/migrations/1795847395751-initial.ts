import { MigrationInterface, QueryRunner } from 'typeorm';

// As generated, but for enum types that several columns share (the generator creates and drops them once a column), and
// for the last two statements.
export class Initial1795847395751 implements MigrationInterface {
  name = 'Initial1795847395751';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            CREATE TYPE "public"."bar_interval" AS ENUM(
                'ONE_MINUTE',
                'FIVE_MINUTES',
                'FIFTEEN_MINUTES',
                'ONE_HOUR',
                'ONE_DAY'
            )
        `);
    await queryRunner.query(`
            CREATE TABLE "bar" (
                "source" text NOT NULL,
                "symbol" text NOT NULL,
                "interval" "public"."bar_interval" NOT NULL,
                "time" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
                "open" numeric NOT NULL,
                "high" numeric NOT NULL,
                "low" numeric NOT NULL,
                "close" numeric NOT NULL,
                "volume" numeric NOT NULL,
                CONSTRAINT "PK_d7ed86714fb206a80cdfe6e245b" PRIMARY KEY ("source", "symbol", "interval", "time")
            )
        `);
    await queryRunner.query(`
            CREATE TABLE "cluster" (
                "single_row" boolean NOT NULL DEFAULT true,
                "id" uuid NOT NULL,
                "swept_at" TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(),
                CONSTRAINT "cluster_single_row" CHECK (single_row),
                CONSTRAINT "PK_231e61be07d30c264de31f7e512" PRIMARY KEY ("single_row")
            )
        `);
    await queryRunner.query(`
            CREATE TABLE "cluster_node" (
                "id" text NOT NULL,
                "role" text NOT NULL,
                "shards" integer NOT NULL,
                "protocol" integer NOT NULL,
                "expires_at" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
                CONSTRAINT "PK_5fe575773e1082834b1754e57c8" PRIMARY KEY ("id")
            )
        `);
    await queryRunner.query(`
            CREATE TYPE "public"."job_state" AS ENUM(
                'PENDING',
                'RUNNING',
                'PAUSED',
                'COMPLETED',
                'FAILED',
                'CANCELLED'
            )
        `);
    await queryRunner.query(`
            CREATE TABLE "collection_job" (
                "id" uuid NOT NULL,
                "name" text,
                "state" "public"."job_state" NOT NULL,
                "version" integer NOT NULL,
                "source" text NOT NULL,
                "interval" "public"."bar_interval" NOT NULL,
                "window_from" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
                "window_to" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
                "concurrency" integer NOT NULL,
                "total" integer NOT NULL,
                "shards" integer NOT NULL DEFAULT '1',
                "reason" text,
                "created_at" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
                "started_at" TIMESTAMP(3) WITH TIME ZONE,
                "paused_at" TIMESTAMP(3) WITH TIME ZONE,
                "completed_at" TIMESTAMP(3) WITH TIME ZONE,
                "running_since" TIMESTAMP(3) WITH TIME ZONE,
                "active_ms" bigint NOT NULL DEFAULT '0',
                CONSTRAINT "job_started_before_running" CHECK (
                    started_at IS NOT NULL
                    OR state IN ('PENDING', 'CANCELLED')
                ),
                CONSTRAINT "job_running_while_running" CHECK (
                    (running_since IS NOT NULL) = (state = 'RUNNING')
                ),
                CONSTRAINT "job_paused_while_paused" CHECK ((paused_at IS NOT NULL) = (state = 'PAUSED')),
                CONSTRAINT "job_completed_when_terminal" CHECK (
                    (completed_at IS NOT NULL) = (state IN ('COMPLETED', 'FAILED', 'CANCELLED'))
                ),
                CONSTRAINT "job_active" CHECK (active_ms >= 0),
                CONSTRAINT "job_shards" CHECK (
                    shards BETWEEN 1 AND concurrency
                ),
                CONSTRAINT "job_total" CHECK (
                    total BETWEEN 1 AND 100000
                ),
                CONSTRAINT "job_concurrency" CHECK (
                    concurrency BETWEEN 1 AND 64
                ),
                CONSTRAINT "job_window" CHECK (window_from < window_to),
                CONSTRAINT "job_version" CHECK (version >= 1),
                CONSTRAINT "PK_cee68c782617d20a1feba4a2552" PRIMARY KEY ("id")
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "job_by_source" ON "collection_job" ("source", "created_at", "id")
        `);
    await queryRunner.query(`
            CREATE INDEX "job_by_state" ON "collection_job" ("state", "created_at", "id")
        `);
    await queryRunner.query(`
            CREATE INDEX "job_newest_first" ON "collection_job" ("created_at", "id")
        `);
    await queryRunner.query(`
            CREATE TABLE "control_request" (
                "actor" text NOT NULL,
                "request_id" text NOT NULL,
                "operation" text NOT NULL,
                "fingerprint" text NOT NULL,
                "answer" jsonb,
                "at" TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(),
                CONSTRAINT "PK_326e7d3bd077b1f46fd94babe58" PRIMARY KEY ("actor", "request_id")
            )
        `);
    await queryRunner.query(`
            CREATE TABLE "job_lease" (
                "job_id" uuid NOT NULL,
                "shard" integer NOT NULL,
                "run_id" uuid,
                "server_started_at" TIMESTAMP WITH TIME ZONE,
                "holder" text,
                "drained" boolean NOT NULL DEFAULT false,
                "finished" boolean NOT NULL DEFAULT false,
                CONSTRAINT "lease_at_rest_when_finished" CHECK (
                    NOT finished
                    OR holder IS NULL
                ),
                CONSTRAINT "PK_12b8b8b34ba5fbcec4703ca2170" PRIMARY KEY ("job_id", "shard")
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "lease_by_holder" ON "job_lease" ("holder")
            WHERE holder IS NOT NULL
                AND run_id IS NOT NULL
        `);
    await queryRunner.query(`
            CREATE INDEX "lease_that_wants_a_run" ON "job_lease" ("job_id", "shard")
            WHERE holder IS NULL
                AND NOT finished
                AND NOT drained
        `);
    await queryRunner.query(`
            CREATE TABLE "job_claim" (
                "job_id" uuid NOT NULL,
                "shard" integer NOT NULL,
                "range_from" integer NOT NULL,
                "range_to" integer NOT NULL,
                CONSTRAINT "claim_range" CHECK (
                    0 <= range_from
                    AND range_from < range_to
                ),
                CONSTRAINT "PK_1bf73c095347b31528588444fa2" PRIMARY KEY ("job_id", "shard", "range_from")
            )
        `);
    await queryRunner.query(`
            CREATE TYPE "public"."job_event_type" AS ENUM(
                'CREATED',
                'STARTED',
                'PAUSED',
                'DRAINED',
                'RESUMED',
                'SYMBOLS_DONE',
                'RECOVERED',
                'COMPLETED',
                'FAILED',
                'CANCELLED'
            )
        `);
    await queryRunner.query(`
            CREATE TABLE "job_event" (
                "job_id" uuid NOT NULL,
                "seq" integer NOT NULL,
                "type" "public"."job_event_type" NOT NULL,
                "at" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
                "from_state" "public"."job_state",
                "to_state" "public"."job_state",
                "actor" text NOT NULL,
                "reason" text,
                "total" integer NOT NULL,
                "succeeded" integer NOT NULL,
                "empty" integer NOT NULL,
                "failed" integer NOT NULL,
                "rows" bigint NOT NULL,
                "active_ms" bigint NOT NULL,
                "symbols_per_second" double precision NOT NULL,
                CONSTRAINT "event_done_within_total" CHECK (succeeded + empty + failed <= total),
                CONSTRAINT "event_seq" CHECK (seq >= 1),
                CONSTRAINT "PK_94ae457ef2552dfdc7edc9e4248" PRIMARY KEY ("job_id", "seq")
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "job_event_recent_milestone" ON "job_event" ("at")
            WHERE type <> 'SYMBOLS_DONE'
        `);
    await queryRunner.query(`
            CREATE INDEX "job_event_milestone" ON "job_event" ("job_id", "seq")
            WHERE type <> 'SYMBOLS_DONE'
        `);
    await queryRunner.query(`
            CREATE TYPE "public"."symbol_state" AS ENUM('PENDING', 'SUCCEEDED', 'EMPTY', 'FAILED')
        `);
    await queryRunner.query(`
            CREATE TYPE "public"."source_failure" AS ENUM(
                'BAD_SYMBOL',
                'RATE_LIMITED',
                'BANNED',
                'AUTH',
                'SOURCE_DOWN',
                'BAD_RESPONSE',
                'TIMEOUT'
            )
        `);
    await queryRunner.query(`
            CREATE TABLE "job_symbol" (
                "job_id" uuid NOT NULL,
                "position" integer NOT NULL,
                "symbol" text NOT NULL,
                "state" "public"."symbol_state" NOT NULL DEFAULT 'PENDING',
                "page_cursor" text,
                "steps" integer NOT NULL DEFAULT '0',
                "attempts" integer NOT NULL DEFAULT '0',
                "rows" bigint NOT NULL DEFAULT '0',
                "error_code" "public"."source_failure",
                "error_message" text,
                "started_at" TIMESTAMP(3) WITH TIME ZONE,
                "finished_at" TIMESTAMP(3) WITH TIME ZONE,
                CONSTRAINT "symbol_once_per_job" UNIQUE ("job_id", "symbol"),
                CONSTRAINT "symbol_empty_has_no_rows" CHECK (
                    state <> 'EMPTY'
                    OR "rows" = 0
                ),
                CONSTRAINT "symbol_steps" CHECK (steps >= 0),
                CONSTRAINT "symbol_finished_with_outcome" CHECK ((finished_at IS NOT NULL) = (state <> 'PENDING')),
                CONSTRAINT "symbol_error_when_failed" CHECK ((error_code IS NOT NULL) = (state = 'FAILED')),
                CONSTRAINT "PK_0f42bf11a0f448fa7b8234e1b23" PRIMARY KEY ("job_id", "position")
            )
        `);
    await queryRunner.query(`
            CREATE TABLE "job_progress" (
                "job_id" uuid NOT NULL,
                "total" integer NOT NULL,
                "claimed" integer NOT NULL DEFAULT '0',
                "succeeded" integer NOT NULL DEFAULT '0',
                "empty" integer NOT NULL DEFAULT '0',
                "failed" integer NOT NULL DEFAULT '0',
                "rows" bigint NOT NULL DEFAULT '0',
                "stored_at" TIMESTAMP(3) WITH TIME ZONE,
                "last_event" integer NOT NULL DEFAULT '0',
                "last_event_at" TIMESTAMP(3) WITH TIME ZONE,
                "older_sample_ms" bigint NOT NULL DEFAULT '0',
                "older_sample_done" integer NOT NULL DEFAULT '0',
                "newer_sample_ms" bigint NOT NULL DEFAULT '0',
                "newer_sample_done" integer NOT NULL DEFAULT '0',
                CONSTRAINT "progress_counters" CHECK (
                    succeeded >= 0
                    AND empty >= 0
                    AND failed >= 0
                    AND "rows" >= 0
                ),
                CONSTRAINT "progress_claimed_within_total" CHECK (
                    claimed BETWEEN 0 AND total
                ),
                CONSTRAINT "progress_done_within_total" CHECK (succeeded + empty + failed <= total),
                CONSTRAINT "PK_0e1ad194f2c186b7243a939cd00" PRIMARY KEY ("job_id")
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "progress_with_failures" ON "job_progress" ("job_id")
            WHERE failed > 0
        `);
    await queryRunner.query(`
            CREATE TABLE "rate_limit" (
                "key" character varying(255) NOT NULL,
                "points" integer NOT NULL DEFAULT '0',
                "expire" bigint,
                CONSTRAINT "PK_e6c0c0608decdf78e4d4b263397" PRIMARY KEY ("key")
            )
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease"
            ADD CONSTRAINT "FK_fb29dc6e079410b2b7d7ebd6e8f" FOREIGN KEY ("job_id") REFERENCES "collection_job"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
        `);
    await queryRunner.query(`
            ALTER TABLE "job_claim"
            ADD CONSTRAINT "FK_5d98fff48dbbe5d32180d1ff95a" FOREIGN KEY ("job_id", "shard") REFERENCES "job_lease"("job_id", "shard") ON DELETE NO ACTION ON UPDATE NO ACTION
        `);
    await queryRunner.query(`
            ALTER TABLE "job_event"
            ADD CONSTRAINT "FK_86e9dff9bc845b831415e36ca41" FOREIGN KEY ("job_id") REFERENCES "collection_job"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
        `);
    await queryRunner.query(`
            ALTER TABLE "job_symbol"
            ADD CONSTRAINT "FK_6820dc4611cc1808db8a97123d2" FOREIGN KEY ("job_id") REFERENCES "collection_job"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
        `);
    await queryRunner.query(`
            ALTER TABLE "job_progress"
            ADD CONSTRAINT "FK_0e1ad194f2c186b7243a939cd00" FOREIGN KEY ("job_id") REFERENCES "collection_job"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
        `);
    // Room for updated rows on their own pages: a symbol is updated with every step, and no index changes with it.
    await queryRunner.query(`
            ALTER TABLE "job_symbol" SET (fillfactor = 50)
        `);
    // The row that names the cluster.
    await queryRunner.query(`
            INSERT INTO "cluster" ("id") VALUES (gen_random_uuid())
        `);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            ALTER TABLE "job_progress" DROP CONSTRAINT "FK_0e1ad194f2c186b7243a939cd00"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_symbol" DROP CONSTRAINT "FK_6820dc4611cc1808db8a97123d2"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_event" DROP CONSTRAINT "FK_86e9dff9bc845b831415e36ca41"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_claim" DROP CONSTRAINT "FK_5d98fff48dbbe5d32180d1ff95a"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease" DROP CONSTRAINT "FK_fb29dc6e079410b2b7d7ebd6e8f"
        `);
    await queryRunner.query(`
            DROP TABLE "rate_limit"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."progress_with_failures"
        `);
    await queryRunner.query(`
            DROP TABLE "job_progress"
        `);
    await queryRunner.query(`
            DROP TABLE "job_symbol"
        `);
    await queryRunner.query(`
            DROP TYPE "public"."source_failure"
        `);
    await queryRunner.query(`
            DROP TYPE "public"."symbol_state"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."job_event_milestone"
        `);
    await queryRunner.query(`
            DROP TABLE "job_event"
        `);
    await queryRunner.query(`
            DROP TYPE "public"."job_event_type"
        `);
    await queryRunner.query(`
            DROP TABLE "job_claim"
        `);
    await queryRunner.query(`
            DROP TABLE "job_lease"
        `);
    await queryRunner.query(`
            DROP TABLE "control_request"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."job_newest_first"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."job_by_state"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."job_by_source"
        `);
    await queryRunner.query(`
            DROP TABLE "collection_job"
        `);
    await queryRunner.query(`
            DROP TYPE "public"."job_state"
        `);
    await queryRunner.query(`
            DROP TABLE "cluster_node"
        `);
    await queryRunner.query(`
            DROP TABLE "cluster"
        `);
    await queryRunner.query(`
            DROP TABLE "bar"
        `);
    await queryRunner.query(`
            DROP TYPE "public"."bar_interval"
        `);
  }
}
