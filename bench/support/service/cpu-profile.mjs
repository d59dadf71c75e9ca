import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';
import { table } from '../../record/table.mjs';
import { digits } from '../report.mjs';

const LISTED = 25;

/** Records where the CPU time of a process goes while `work` runs. @returns a profile of the DevTools protocol */
export async function profiled(inspector, work) {
  await inspector.call('Profiler.enable');
  await inspector.call('Profiler.setSamplingInterval', { interval: 200 });
  await inspector.call('Profiler.start');
  const result = await work();
  const { profile } = await inspector.call('Profiler.stop');
  return { profile, result };
}

/**
 * @param count the units by which the times are divided
 * @returns tables of the self time by package or file, by function, and by the file of the service that called; bundled
 *   code by its original place
 */
export function profileTables(profile, count) {
  const frames = framesOf(profile);
  const header = ['', 'ms', 'µs each'];
  const listed = (id, title, keyOf) => {
    const sums = new Map();
    for (const frame of frames) sums.set(keyOf(frame), (sums.get(keyOf(frame)) ?? 0) + frame.ms);
    const sorted = [...sums].filter(([key]) => key !== '(idle)').sort(([, a], [, b]) => b - a);
    const rows = sorted.slice(0, LISTED).map(([key, ms]) => [key, digits(1)(ms), digits(1)((ms * 1_000) / count)]);
    return table(id, title, header, rows);
  };
  return [
    listed('profile.groups', 'self time by package or file', ({ group }) => group),
    listed('profile.functions', 'self time by function', ({ group, name }) => (name ? `${name} (${group})` : group)),
    listed(
      'profile.callers',
      'time by the nearest file of the service on the stack',
      ({ caller, group }) => caller ?? group,
    ),
  ];
}

/** @returns every place on a stack with its self time and `caller`, the nearest file of the service */
function framesOf({ nodes, samples, timeDeltas }) {
  const maps = new Map();
  const byId = new Map(
    nodes.map((node) => [node.id, { ...placeOf(node.callFrame, maps), children: node.children, ms: 0 }]),
  );
  samples.forEach((id, n) => (byId.get(id).ms += timeDeltas[n] / 1_000));
  const visit = (frame, above) => {
    frame.caller = frame.group.startsWith('src/') ? frame.group : above;
    for (const id of frame.children ?? []) visit(byId.get(id), frame.caller);
  };
  visit(byId.get(nodes[0].id), null);
  return [...byId.values()].filter(({ ms }) => ms > 0);
}

/** @returns `group`: package, or file of the service; `name` of the function */
function placeOf({ functionName, url, lineNumber, columnNumber }, maps) {
  if (url === '') return { group: functionName.startsWith('(') ? functionName : 'native', name: functionName.startsWith('(') ? '' : functionName }; // prettier-ignore
  if (!url.startsWith('file:')) return { group: url.split('/').slice(0, 3).join('/'), name: functionName };
  const path = fileURLToPath(url);
  if (!maps.has(path)) maps.set(path, mapOf(path));
  const source = maps.get(path)?.findEntry(lineNumber, columnNumber)?.originalSource ?? path;
  return { group: groupOf(source), name: functionName || '(anonymous)' };
}

function mapOf(path) {
  // Packages may have maps, too, to sources that are not there.
  return path.includes('/dist/service/') && existsSync(`${path}.map`)
    ? new SourceMap(JSON.parse(readFileSync(`${path}.map`, 'utf8')))
    : null;
}

function groupOf(source) {
  const [, inPackage] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source) ?? [];
  return inPackage ?? source.replace(/^.*?(src\/)/, '$1');
}
