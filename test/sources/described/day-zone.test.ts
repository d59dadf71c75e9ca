import fc from 'fast-check';
import { INTERVAL_MS } from '../../../src/domain/bar';
import { DayZone, isTimeZone } from '../../../src/sources/described/day-zone';

const DAY = INTERVAL_MS.ONE_DAY;
const ZONES = [
  'America/New_York',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'UTC',
];

test('a day begins at the first moment that has its date in the zone: any zone and day', () => {
  const zones = new Map(ZONES.map((name) => [name, new DayZone(name)]));
  const dateIn = (timeZone: string, time: number) => new Intl.DateTimeFormat('sv', { timeZone }).format(time);
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), fc.integer({ min: 0, max: 25_000 }), (name, index) => {
      const [zone, day] = [zones.get(name)!, index * DAY];
      const start = zone.startOf(day);
      const date = new Date(day).toISOString().slice(0, 10);
      expect([dateIn(name, start), dateIn(name, start - 1) < date]).toEqual([date, true]);
      expect([zone.dayAt(start), zone.dayAt(start + DAY / 2), zone.dayAt(start - 1)]).toEqual([day, day, day - DAY]);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['America/New_York', 5],
  ['Asia/Tokyo', 0],
  ['America/Sao_Paulo', 3],
])('the day of %s ends up to %i hours after that of UTC', (zone, hours) => {
  expect(new DayZone(zone).lagMs).toBe(hours * INTERVAL_MS.ONE_HOUR);
});

test('what is no time zone', () => {
  expect(['Mars/Olympus', '', '../etc', 'America/New_York'].map(isTimeZone)).toEqual([false, false, false, true]);
});
