/*
 * `npm test` runs everywhere; `npm run test:all` runs everything and needs more than Node. Both read this list.
 */
const isAll = process.env.TEST_SCOPE === 'all';

/** Test files that `npm test` omits, with their requirements. */
const LEFT_OUT = [
  { what: 'test/browser', needs: 'Chromium' },
  { what: 'test/cluster/commands.test.ts', needs: 'three nodes as processes' },
  { what: 'test/cluster/faults.test.ts', needs: 'three nodes as processes' },
  { what: 'test/cluster/live.test.ts', needs: 'three nodes' },
  { what: 'test/cluster/two-builds.test.ts', needs: 'git, and two nodes as processes' },
  { what: 'test/sources/archive/five-years.test.ts', needs: 'a minute' },
  { what: 'test/cluster/redis-away.test.ts', needs: 'two nodes as processes, and a redis-server' },
];

/** Omitted parts of files that otherwise run. */
const LEFT_OUT_IN_PART = [
  { what: 'test/application, workers: nodes', needs: 'three nodes' },
  { what: 'test/cluster/budget.test.ts, Redis', needs: 'a redis-server' },
  { what: 'test/service/fuzz.test.ts, 10,000 hostile inputs instead of 4,000', needs: 'half a minute' },
];

module.exports = { isAll, LEFT_OUT, LEFT_OUT_IN_PART };
