import { readAnswer, type AskedWindow } from '../../../src/sources/ccxt/answer';
import { askedRange } from '../../../src/sources/ccxt/thread/asked-range';
import { HOUR } from './played-exchange';

const AT = Date.UTC(2024, 0);
/** A window of ten hours, in a range of twenty. */
const WINDOW: AskedWindow = {
  ...{ from: AT, to: AT + 10 * HOUR, end: AT + 20 * HOUR, interval: 'ONE_HOUR', cutAt: 100, isShown: true },
};
const at = (...hours: number[]) => hours.map((hour) => [AT + hour * HOUR]);

/** What is known of hours, counted from the window's start. */
function read(
  hours: number[],
  window: Partial<AskedWindow> = {},
  asked: [number | null, number | null] = [null, null],
) {
  const [askedFrom, askedTo] = asked.map((hour) => (hour === null ? null : AT + hour * HOUR)) as typeof asked;
  const rows = at(...hours);
  const { inside, answered, cutBefore } = readAnswer(
    { rows, askedFrom, askedTo, hasEmptyList: true },
    { ...WINDOW, ...window },
  );
  return {
    bars: inside.map(([time]) => (Number(time) - AT) / HOUR),
    answered: [(answered.from - AT) / HOUR, (answered.to - AT) / HOUR],
    cut: cutBefore === null ? null : (cutBefore - AT) / HOUR,
  };
}

test.each([
  ['a bar behind the window shows that it is whole', read([0, 1, 5, 11]), { bars: [0, 1, 5], answered: [0, 11] }],
  ['… but not more than what was asked for', read([0, 1, 5, 30]), { bars: [0, 1, 5], answered: [0, 20] }],
  ['without one behind it, and no end told, the last bar is the end', read([0, 1]), { bars: [0, 1], answered: [0, 2] }],
  ['… with an end told, that is', read([0, 1], {}, [0, 7]), { bars: [0, 1], answered: [0, 7] }],
  ['… unless the answer may be cut', read([0, 1], { cutAt: 2 }, [0, 7]), { bars: [0, 1], answered: [0, 2] }],
  ['nothing is nothing until the end that was told', read([], {}, [0, 5]), { bars: [], answered: [0, 5] }],
  [
    '… where the exchange has not shown its reach, it says nothing',
    read([], { isShown: false }),
    { bars: [], answered: [10, 10] },
  ],
  [
    'a first bar in the window leaves its start unknown',
    read([4, 11], { isShown: false }),
    { bars: [4], answered: [4, 11] },
  ],
  ['… or known, by the reach', read([4, 11]), { bars: [4], answered: [0, 11] }],
  [
    'bars that lie behind the window only leave all before them unknown',
    read([15], { isShown: false }),
    { bars: [], answered: [15, 15] },
  ],
])('%s', (_what, found, expected) => {
  expect(found).toEqual({ ...expected, cut: null });
});

test('later rows that fill an answer may be all that was sent: the earlier part is asked for by itself', () => {
  expect(read([4, 5, 6], { cutAt: 3 }).cut).toBe(4);
});

test('an exchange that was asked for a later start is asked for the earlier part by itself', () => {
  expect(read([], {}, [6, 10]).cut).toBe(6);
});

test.each([
  ['milliseconds', { startTime: AT, endTime: AT + 9 * HOUR, limit: 500 }, 0, 9],
  ['texts of seconds', { from: `${AT / 1_000}`, to: `${AT / 1_000 + 3_600}` }, 0, 1],
  ['an exclusive start', { since: AT / 1_000 - 3_600, interval: 60 }, -1, null],
  ['dates', { start: '2024-01-01T00:00:00Z', end: '2024-01-01 05:00:00' }, 0, 5],
  ['parameters within parameters', { req: { startTime: AT, endTime: AT + HOUR } }, 0, 1],
  ['an end only', { to: AT + 9 * HOUR }, null, 9],
  ['no time', { symbol: 'BTCUSDT', size: 2_000 }, null, null],
])('%s', (_what, parameters, from, to) => {
  const { askedFrom, askedTo } = askedRange(parameters, AT, 10, HOUR);
  const hours = [askedFrom, askedTo].map((time) => (time === null ? null : (time - AT) / HOUR));
  expect(hours).toEqual([from, to]);
});
