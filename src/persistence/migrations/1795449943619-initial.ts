import { MigrationInterface, QueryRunner } from 'typeorm';

// As generated, but for enum types that several columns share: the generator creates and drops them once a column.
export class Initial1795449943619 implements MigrationInterface {
  name = 'Initial1795449943619';

  public async up(queryRunner: QueryRunner): Promise<void> {
    // TypeORM's notes about views: it makes the table itself only where the present schema has a view.
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS "typeorm_metadata" (
                "type" character varying NOT NULL,
                "database" character varying,
                "schema" character varying,
                "table" character varying,
                "name" character varying,
                "value" text
            )
        `);
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
            CREATE TABLE "job_lease" (
                "job_id" uuid NOT NULL,
                "share" integer NOT NULL,
                "epoch" integer NOT NULL DEFAULT '0',
                "total" integer NOT NULL,
                "succeeded" integer NOT NULL DEFAULT '0',
                "empty" integer NOT NULL DEFAULT '0',
                "failed" integer NOT NULL DEFAULT '0',
                "rows" bigint NOT NULL DEFAULT '0',
                "drained" boolean NOT NULL DEFAULT false,
                "stored_at" TIMESTAMP(3) WITH TIME ZONE,
                "older_sample_ms" bigint NOT NULL DEFAULT '0',
                "older_sample_done" integer NOT NULL DEFAULT '0',
                "newer_sample_ms" bigint NOT NULL DEFAULT '0',
                "newer_sample_done" integer NOT NULL DEFAULT '0',
                CONSTRAINT "lease_counters" CHECK (
                    epoch >= 0
                    AND succeeded >= 0
                    AND empty >= 0
                    AND failed >= 0
                    AND "rows" >= 0
                ),
                CONSTRAINT "lease_done_within_total" CHECK (succeeded + empty + failed <= total),
                CONSTRAINT "PK_f3132464610b2390bc2f0ea8602" PRIMARY KEY ("job_id", "share")
            )
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
                CONSTRAINT "symbol_finished_with_outcome" CHECK ((finished_at IS NOT NULL) = (state <> 'PENDING')),
                CONSTRAINT "symbol_error_when_failed" CHECK ((error_code IS NOT NULL) = (state = 'FAILED')),
                CONSTRAINT "PK_0f42bf11a0f448fa7b8234e1b23" PRIMARY KEY ("job_id", "position")
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "symbol_by_state" ON "job_symbol" ("job_id", "state", "position")
        `);
    await queryRunner.query(`
            ALTER TABLE "job_event"
            ADD CONSTRAINT "FK_86e9dff9bc845b831415e36ca41" FOREIGN KEY ("job_id") REFERENCES "collection_job"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease"
            ADD CONSTRAINT "FK_fb29dc6e079410b2b7d7ebd6e8f" FOREIGN KEY ("job_id") REFERENCES "collection_job"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
        `);
    await queryRunner.query(`
            ALTER TABLE "job_symbol"
            ADD CONSTRAINT "FK_6820dc4611cc1808db8a97123d2" FOREIGN KEY ("job_id") REFERENCES "collection_job"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
        `);
    await queryRunner.query(`
            CREATE VIEW "job_view" AS
            SELECT job.id,
                job.name,
                job.state,
                job.version,
                job.source,
                job.interval,
                job.window_from,
                job.window_to,
                job.concurrency,
                job.total,
                job.reason,
                job.created_at,
                job.started_at,
                job.paused_at,
                job.completed_at,
                active.ms AS active_ms,
                share.succeeded,
                share.empty,
                share.failed,
                share."rows",
                share.drained,
                share.symbols_per_second
            FROM collection_job job
                CROSS JOIN LATERAL (
                    SELECT job.active_ms + coalesce(
                            greatest(
                                0,
                                extract(
                                    epoch
                                    FROM clock_timestamp() - job.running_since
                                ) * 1000
                            ),
                            0
                        )::bigint AS ms
                ) active
                CROSS JOIN LATERAL (
                    SELECT sum(lease.succeeded)::integer AS succeeded,
                        sum(lease.empty)::integer AS empty,
                        sum(lease.failed)::integer AS failed,
                        sum(lease."rows")::bigint AS "rows",
                        bool_and(lease.drained) AS drained,
                        sum(
                            CASE
                                WHEN active.ms > lease.older_sample_ms THEN (
                                    lease.succeeded + lease.empty + lease.failed - lease.older_sample_done
                                ) * 1000.0 / (active.ms - lease.older_sample_ms)
                                ELSE 0
                            END
                        )::double precision AS symbols_per_second
                    FROM job_lease lease
                    WHERE lease.job_id = job.id
                ) share
        `);
    await queryRunner.query(
      `
            INSERT INTO "typeorm_metadata"(
                    "database",
                    "schema",
                    "table",
                    "type",
                    "name",
                    "value"
                )
            VALUES (DEFAULT, $1, DEFAULT, $2, $3, $4)
        `,
      [
        'public',
        'VIEW',
        'job_view',
        'SELECT job.id, job.name, job.state, job.version, job.source, job.interval, job.window_from, job.window_to,\n           job.concurrency, job.total, job.reason, job.created_at, job.started_at, job.paused_at, job.completed_at,\n           active.ms AS active_ms, share.succeeded, share.empty, share.failed, share."rows", share.drained,\n           share.symbols_per_second\n      FROM collection_job job\n     CROSS JOIN LATERAL (\n       SELECT job.active_ms\n              + coalesce(greatest(0, extract(epoch FROM clock_timestamp() - job.running_since) * 1000), 0)::bigint AS ms\n     ) active\n     CROSS JOIN LATERAL (\n       SELECT sum(lease.succeeded)::integer AS succeeded, sum(lease.empty)::integer AS empty,\n              sum(lease.failed)::integer AS failed, sum(lease."rows")::bigint AS "rows",\n              bool_and(lease.drained) AS drained,\n              sum(CASE WHEN active.ms > lease.older_sample_ms\n                       THEN (lease.succeeded + lease.empty + lease.failed - lease.older_sample_done) * 1000.0\n                            / (active.ms - lease.older_sample_ms)\n                       ELSE 0 END)::double precision AS symbols_per_second\n         FROM job_lease lease\n        WHERE lease.job_id = job.id\n     ) share',
      ],
    );
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `
            DELETE FROM "typeorm_metadata"
            WHERE "type" = $1
                AND "name" = $2
                AND "schema" = $3
        `,
      ['VIEW', 'job_view', 'public'],
    );
    await queryRunner.query(`
            DROP VIEW "job_view"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_symbol" DROP CONSTRAINT "FK_6820dc4611cc1808db8a97123d2"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease" DROP CONSTRAINT "FK_fb29dc6e079410b2b7d7ebd6e8f"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_event" DROP CONSTRAINT "FK_86e9dff9bc845b831415e36ca41"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."symbol_by_state"
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
            DROP TABLE "job_lease"
        `);
    await queryRunner.query(`
            DROP TABLE "job_event"
        `);
    await queryRunner.query(`
            DROP TYPE "public"."job_event_type"
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
            DROP TABLE "bar"
        `);
    await queryRunner.query(`
            DROP TYPE "public"."bar_interval"
        `);
  }
}
