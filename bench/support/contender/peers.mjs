import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Contenders with their npm package, if they are another job system, and what is needed to interpret their figures. */
const CONTENDERS = {
  sluice: { label: '**Sluice**' },
  'sluice-before-series': { label: 'Sluice before series (9da4c30)' },
  'sluice-archive': { label: '**Sluice, from a local copy of the archive**' },
  'sluice-rest': { label: "**Sluice, from a local exchange's REST API**" },
  dbos: { label: 'DBOS Transact', package: '@dbos-inc/dbos-sdk', note: 'one step each' },
  'pg-boss': { label: 'pg-boss', package: 'pg-boss' },
  'pg-boss-batch': { label: 'pg-boss', package: 'pg-boss', note: 'in batches of the concurrency' },
  'graphile-worker': { label: 'graphile-worker', package: 'graphile-worker' },
  'graphile-worker-batch': { label: 'graphile-worker', package: 'graphile-worker', note: 'batched completions' },
  'bullmq-postgres': { label: 'BullMQ', package: 'bullmq', note: 'on PostgreSQL' },
  'bullmq-redis': { label: 'BullMQ', package: 'bullmq', note: 'on Redis, appendfsync always' },
  ccxt: { label: 'ccxt', package: 'ccxt', note: 'fetchOHLCV, then the insert of the bare loop' },
  bare: { label: '_bare loop: fetch, JSON.parse, unnest, ON CONFLICT_' },
  'plain-single': { label: '_plain pg: one commit each_' },
  'plain-hundred': { label: '_plain pg: 100 symbols per transaction_' },
  'plain-coalescing': { label: '_plain pg: a writer that coalesces what is ready_' },
  'plain-unnest': { label: '_plain pg: unnest, ON CONFLICT_' },
  'plain-unnest-changed': { label: '_plain pg: unnest, ON CONFLICT, only rows that change_' },
  'plain-copy-merge': { label: '_plain pg: COPY to a temporary table, merge_' },
  'plain-copy': { label: '_plain pg: bare COPY, no conflicts resolved_' },
};

export const PEERS = Object.keys(CONTENDERS).filter((name) => CONTENDERS[name].package && name !== 'ccxt');

/** @returns the version installed; undefined if the contender is not a package */
export function versionOf(contender) {
  const name = CONTENDERS[contender]?.package;
  const path = name && fileURLToPath(new URL(`../../node_modules/${name}/package.json`, import.meta.url));
  return path && existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).version : undefined;
}

export function labelOf({ contender, version }) {
  const { label, note } = CONTENDERS[contender];
  const named = version ? `${label} ${version.split('.').slice(0, 2).join('.')}` : label;
  return note ? `${named}, ${note}` : named;
}
