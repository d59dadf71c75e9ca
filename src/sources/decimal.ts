/** A non-negative decimal as exchanges write prices: no exponent, no sign, limited to the digits that can be stored. */
export const DECIMAL = /^\d{1,24}(\.\d{1,18})?$/;

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
