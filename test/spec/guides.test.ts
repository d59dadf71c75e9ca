import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');
const guides = ['.', 'docs'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);

const read = (guide: string) => readFileSync(join(root, guide), 'utf8');

/** Anchors as GitHub derives them from headings. */
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

const files = ['src', 'test', 'scripts', 'web/src'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
);

test.each(['ARCHITECTURE.md', 'CONTRIBUTING.md'])('the files that %s names are there', (guide) => {
  const named = [...read(guide).matchAll(/`([\w./-]+\.(?:tsx?|mjs))`/g)].map(([, file]) => file!);
  expect(named.length).toBeGreaterThan(5);
  expect(
    named.filter((name) => !existsSync(join(root, name)) && !files.some((file) => file.endsWith(`/${name}`))),
  ).toEqual([]);
});

test('the README is read in three minutes', () => {
  // Tables and examples are looked at, not read.
  const prose = read('README.md')
    .replace(/^```[^]*?^```$/gm, '')
    .replace(/^\|.*$/gm, '');
  expect(prose.split(/\s+/).length).toBeLessThanOrEqual(860);
});
