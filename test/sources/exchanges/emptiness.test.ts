import { INTERVAL_MS } from '../../../src/domain/bar';
import { Emptiness, type Look } from '../../../src/sources/exchange/emptiness';

const DAY = INTERVAL_MS.ONE_DAY;
const [PAGE, DAYS_A_PAGE] = [DAY / 2, 100];
const YEARS = { from: 0, to: 1_000 * DAY };

function next(emptiness: Emptiness, from: number, page = PAGE): Look {
  return emptiness.next('s', { ...YEARS, from }, Math.min(YEARS.to, from + page));
}

function emptyPage(emptiness: Emptiness, from: number): Look {
  const look = next(emptiness, from);
  expect(look).toEqual({ kind: 'PAGE', from, to: from + PAGE });
  emptiness.barsCame('s', look, true);
  return look;
}

test('after an empty page the days are looked at, until one has a bar; what is before it is asked for at once', () => {
  const emptiness = new Emptiness('EMPTY');
  const from = emptyPage(emptiness, 0).to;
  for (const at of [from, 100 * DAY, 200 * DAY]) {
    expect(next(emptiness, from)).toEqual({ kind: 'DAYS', from: at, to: YEARS.to });
    const end = Math.floor(at / DAY + DAYS_A_PAGE) * DAY;
    const first = at < 200 * DAY ? null : 250 * DAY;
    expect(emptiness.daysCame('s', { from: at, to: end }, first, YEARS.to)).toBeNull();
  }
  const empty = next(emptiness, from);
  expect(empty).toEqual({ kind: 'EMPTY', from, to: 250 * DAY });
  emptiness.barsCame('s', empty, true);
  expect(next(emptiness, 250 * DAY).kind).toBe('PAGE');
});

test('the answer that confirms an empty range asks for the same', () => {
  for (const provedBy of ['EMPTY', 'DAYS'] as const) {
    const emptiness = new Emptiness(provedBy);
    emptyPage(emptiness, 0);
    const { to: from } = emptyPage(emptiness, 0);
    const look = next(emptiness, from);
    expect(look).toMatchObject({ kind: 'DAYS', from });
    const crossed = emptiness.daysCame('s', { from, to: 101 * DAY }, 50 * DAY, YEARS.to);
    expect(crossed).toEqual(provedBy === 'DAYS' ? { from, to: 50 * DAY } : null);
    const again = next(emptiness, from);
    expect(again).toMatchObject({ kind: provedBy === 'DAYS' ? 'DAYS' : 'EMPTY', from });
    if (again.kind === 'EMPTY') emptiness.barsCame('s', again, true);
    expect(next(emptiness, from)).toEqual(again);
  }
});

test('a hole within a day is crossed page by page, without looking at its day again and again', () => {
  const emptiness = new Emptiness('EMPTY');
  const { to: from } = emptyPage(emptiness, 10 * DAY);
  const look = next(emptiness, from, PAGE / 10);
  expect(look.kind).toBe('DAYS');
  expect(emptiness.daysCame('s', { from, to: 110 * DAY }, 10 * DAY, YEARS.to)).toBeNull();
  for (let at = from; at < 11 * DAY - PAGE / 10; at += PAGE / 10) {
    const page = next(emptiness, at, PAGE / 10);
    expect(page.kind).toBe('PAGE');
    emptiness.barsCame('s', page, true);
  }
});

test('bars where the days have none are asked for page by page', () => {
  const emptiness = new Emptiness('EMPTY');
  const { to: from } = emptyPage(emptiness, 0);
  emptiness.daysCame('s', { from, to: 101 * DAY }, 50 * DAY, YEARS.to);
  const look = next(emptiness, from);
  expect(look.kind).toBe('EMPTY');
  emptiness.barsCame('s', look, false);
  expect(next(emptiness, from)).toEqual({ kind: 'PAGE', from, to: from + PAGE });
});
