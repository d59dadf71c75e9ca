/** A non-negative decimal as exchanges write prices: no exponent, no sign, limited to the digits that can be stored. */
export const DECIMAL = /^\d{1,24}(\.\d{1,18})?$/;

const EXPONENT = /^(\d{1,24})(?:\.(\d{1,24}))?[eE]([+-]?\d{1,2})$/;

/** Returns a decimal as DECIMAL, with an exponent written out; undefined if it is none, or has more digits. */
export function plainDecimal(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (DECIMAL.test(value)) return value;
  const [, whole, fraction = '', exponent] = EXPONENT.exec(value) ?? [];
  if (whole === undefined) return undefined;
  const point = whole.length + Number(exponent);
  const digits = (whole + fraction).padStart(whole.length + fraction.length + Math.max(0, 1 - point), '0');
  const at = Math.max(point, 1);
  const [left, right] = [digits.slice(0, at).padEnd(at, '0'), digits.slice(at)];
  const plain = right === '' ? left : `${left}.${right}`;
  return DECIMAL.test(plain) ? plain : undefined;
}

/**
 * Compares two strings of the form DECIMAL exactly, digit by digit: as floats, different prices may compare equal.
 * @returns negative, zero or positive, as for `Array.prototype.sort`
 */
export function compareDecimals(a: string, b: string): number {
  if (a === b) return 0;
  // Texts of one length with the point at one place compare as the numbers do. An exchange sends most prices so.
  if (a.length === b.length && a.indexOf('.') === b.indexOf('.')) return a < b ? -1 : 1;
  const [wholeA, fractionA] = split(a);
  const [wholeB, fractionB] = split(b);
  if (wholeA.length !== wholeB.length) return wholeA.length - wholeB.length;
  if (wholeA !== wholeB) return wholeA < wholeB ? -1 : 1;
  if (fractionA === fractionB) return 0;
  return fractionA < fractionB ? -1 : 1;
}

/** Splits at the point and strips leading and trailing zeros, so that equal values have equal parts. */
function split(decimal: string): [whole: string, fraction: string] {
  const [whole = '', fraction = ''] = decimal.split('.');
  return [whole.replace(/^0+/, ''), fraction.replace(/0+$/, '')];
}
