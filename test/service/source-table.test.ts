import { readFileSync } from 'node:fs';
import { README, withSourceTable } from '../../scripts/source-table';

test('the table of sources in the README is that of their descriptions (npm run sources)', () => {
  const readme = readFileSync(README, 'utf8');
  expect(withSourceTable(readme)).toBe(readme);
});
