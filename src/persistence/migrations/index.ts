import { Initial1795449943619 } from './1795449943619-initial';
import { GroupCommit1795459757063 } from './1795459757063-group-commit';
import { Milestones1795482169547 } from './1795482169547-milestones';
import { Shares1795640237563 } from './1795640237563-shares';
import { WithFailures1795812168381 } from './1795812168381-with-failures';
import { WithoutJobView1795836476000 } from './1795836476000-without-job-view';

/** All migrations, oldest first. */
export const MIGRATIONS = [
  Initial1795449943619,
  GroupCommit1795459757063,
  Milestones1795482169547,
  Shares1795640237563,
  WithFailures1795812168381,
  WithoutJobView1795836476000,
];
