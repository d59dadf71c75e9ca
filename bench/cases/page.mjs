/* global window, document, requestAnimationFrame -- in the browser */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { SteadyExchange } from '../support/service/exchange.mjs';
import { table } from '../record/table.mjs';
import { digits, median, quantiles, whole } from '../support/report.mjs';
import { insertPaused } from '../support/service/paused-jobs.mjs';
import { temporaryFolder } from '../support/server.mjs';
import { Service } from '../support/service/service.mjs';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
/** At concurrency 1, slightly more than the four updates per second that the service sends at most for each job. */
const LATENCY_MS = 230;
const RUNNING_JOBS = 50;
const WATCH_MS = 10_000;
const FRAMES = 300;

/** Measures the page in the browser: script size, CPU while jobs run, and frame times while scrolling. */
export async function page({ jobs, rounds, note }) {
  if (!CHROMIUM) throw new Error('the case page needs Chromium: apt-get install chromium');
  const folder = await temporaryFolder();
  const exchange = new SteadyExchange(LATENCY_MS);
  const service = await Service.start(folder.path, { SIMX_BASE_URL: await exchange.start() });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  const look = { browser, origin: new URL(service.address).origin };
  try {
    note('page: first view');
    const scriptBytes = await firstView(look);
    const running = [];
    for (let n = 0; n < RUNNING_JOBS; n++) running.push(await service.startJob(`J${n}`, 10_000, 1));
    const cpu = { list: [], job: [] };
    for (let round = 0; round < rounds; round++) {
      note(`page: CPU, round ${round + 1} of ${rounds}`);
      cpu.list.push(await cpuShare(look, '/'));
      cpu.job.push(await cpuShare(look, `/jobs/${running[0]}`));
    }
    for (const id of running) await service.ask(`mutation { cancelJob(input: { id: "${id}" }) { __typename } }`);
    note(`page: scrolling ${jobs} jobs`);
    await insertPaused(service.databaseUrl(), jobs);
    return { scriptBytes, cpu: { list: median(cpu.list), job: median(cpu.job) }, jobs, ...(await scrolling(look)) };
  } finally {
    await browser.close();
    await service.kill('SIGKILL');
    exchange.stop();
    await folder.remove();
  }
}

async function visit({ browser, origin }, path) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  const requests = [];
  page.on('requestfinished', (request) => requests.push(request));
  await page.goto(origin + path, { waitUntil: 'networkidle' });
  return { page, requests };
}

/** Measures the script bytes of the first view as transferred. */
async function firstView(look) {
  const { page, requests } = await visit(look, '/');
  const scripts = requests.filter((request) => request.resourceType() === 'script');
  const sizes = await Promise.all(scripts.map((request) => request.sizes()));
  await page.close();
  return sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
}

/** Measures the CPU of the process that renders the page, as a fraction of one core. */
async function cpuShare(look, path) {
  const { page } = await visit(look, path);
  const session = await look.browser.newBrowserCDPSession();
  const renderers = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return new Map(processInfo.filter(({ type }) => type === 'renderer').map(({ id, cpuTime }) => [id, cpuTime]));
  };
  const before = await renderers();
  const began = performance.now();
  await page.waitForTimeout(WATCH_MS);
  const seconds = (performance.now() - began) / 1_000;
  const after = await renderers();
  await page.close();
  // The other renderers are idle spares.
  return Math.max(...[...after].map(([id, time]) => (time - (before.get(id) ?? 0)) / seconds));
}

/** Scrolls a long way down faster than anyone reads, then jumps to the end. */
async function scrolling(look) {
  const { page } = await visit(look, '/');
  const frames = await page.evaluate(async (count) => {
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const times = [];
    let last = await nextFrame();
    for (let n = 0; n < count; n++) {
      window.scrollBy(0, 200);
      const now = await nextFrame();
      times.push(now - last);
      last = now;
    }
    return times;
  }, FRAMES);
  const began = performance.now();
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await page.locator('li[aria-setsize] article').last().waitFor();
  await page.waitForFunction(() => {
    const rows = [...document.querySelectorAll('li[aria-setsize]')];
    const last = rows.find((row) => row.getAttribute('aria-posinset') === row.getAttribute('aria-setsize'));
    return last?.querySelector('article');
  });
  const jumpMs = performance.now() - began;
  await page.close();
  return { frames: quantiles(frames), jumpMs };
}

export function printPage({ scriptBytes, cpu, jobs, frames, jumpMs }) {
  const rows = [
    ['script of the first view, compressed', `${whole(scriptBytes / 1_000)} kB`],
    [`CPU, ${RUNNING_JOBS} running jobs listed`, `${digits(1)(cpu.list * 100)} % of a core`],
    ['CPU, a running job of 10,000 symbols', `${digits(1)(cpu.job * 100)} % of a core`],
    [`scrolling ${whole(jobs)} jobs, a frame`, `p50 ${digits(1)(frames.p50)}, p99 ${digits(1)(frames.p99)} ms`],
    ['from the top to the last of them', `${whole(jumpMs)} ms`],
  ];
  return table('page', 'the page in Chromium', ['', ''], rows);
}
