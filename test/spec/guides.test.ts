import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');
const guides = ['.', 'docs'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);

const read = (guide: string) => readFileSync(join(root, guide), 'utf8');

/** As GitHub makes them of headings. */
function anchorsOf(guide: string): string[] {
  const headings = [...read(guide).matchAll(/^#+ (.*)$/gm)].map(([, text]) => text!);
  return headings.map((text) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function leadsSomewhere(guide: string, target: string): boolean {
  const [path, anchor] = target.split('#') as [string, string?];
  const file = path === '' ? guide : join(dirname(guide), path);
  return existsSync(join(root, file)) && (anchor === undefined || anchorsOf(file).includes(anchor));
}

test.each(guides)('the links of %s lead somewhere', (guide) => {
  const targets = [...read(guide).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
  const inside = targets.filter((target) => !/^[a-z]+:/.test(target));
  expect(inside.filter((target) => !leadsSomewhere(guide, target))).toEqual([]);
});

test('the README is read in three minutes', () => {
  expect(read('README.md').split('\n').length).toBeLessThanOrEqual(151);
});
