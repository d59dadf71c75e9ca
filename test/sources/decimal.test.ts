import fc from 'fast-check';
import { compareDecimals, DECIMAL, plainDecimal } from '../../src/sources/decimal';

const decimal = fc.stringMatching(/^[0-9]{1,24}(\.[0-9]{1,18})?$/);

/** The value in units of 10^-18. */
function units(text: string): bigint {
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(18, '0'));
}

it('compares as the exact values compare', () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      const difference = units(a) - units(b);
      expect(Math.sign(compareDecimals(a, b))).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0);
    }),
  );
});

it('compares prices that are written alike as the exact values compare', () => {
  const alike = fc.tuple(decimal, fc.infiniteStream(fc.constantFrom(...'0123456789'))).map(([text, digits]) => {
    return [
      text,
      text.replace(/\d/g, (digit) => (Number(digits.next().value) > 6 ? digits.next().value! : digit)),
    ] as const;
  });
  fc.assert(
    fc.property(alike, ([a, b]) => {
      const difference = units(a) - units(b);
      expect(Math.sign(compareDecimals(a, b))).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0);
    }),
  );
});

it('tells apart what is one number as a float, and sees through zeros', () => {
  expect(compareDecimals('9007199254740993.1', '9007199254740993.2')).toBeLessThan(0);
  expect(compareDecimals('0.1', '0.10000000000000001')).toBeLessThan(0);
  expect(compareDecimals('0010.500', '10.5')).toBe(0);
  expect(compareDecimals('10', '9.99')).toBeGreaterThan(0);
});

it.each(['', '-1', '+1', '1.', '.5', '1e5', 'NaN', '1,5', ' 1', '1\n', '1'.repeat(25)])('%j is no decimal', (text) => {
  expect(DECIMAL.test(text)).toBe(false);
});

describe('an exponent', () => {
  const form = fc.record({
    whole: fc.stringMatching(/^[0-9]{1,6}$/),
    fraction: fc.stringMatching(/^[0-9]{0,6}$/),
    exponent: fc.integer({ min: -9, max: 9 }),
  });

  it('is written out, exactly', () => {
    fc.assert(
      fc.property(form, ({ whole, fraction, exponent }) => {
        const text = `${whole}${fraction && `.${fraction}`}e${exponent}`;
        const plain = plainDecimal(text)!;
        expect(plain).toMatch(DECIMAL);
        // In units of 10^-18.
        const given = BigInt(whole + fraction) * 10n ** BigInt(18 - fraction.length + exponent);
        expect(units(plain)).toBe(given);
      }),
    );
  });

  it.each(['1e-19', '1e24', 'e5', '1e', '-1e2', '1e999', ' 1', '', 'NaN', '0x1', 1, null, undefined])(
    '%j is none that can be stored',
    (value) => expect(plainDecimal(value)).toBeUndefined(),
  );
});
