/** A decimal that is not negative, as exchanges write prices: no exponent, no sign, bounded so that it can be stored. */
export const DECIMAL = /^\d{1,24}(\.\d{1,18})?$/;

/**
 * Compares two strings of the form DECIMAL exactly, digit by digit: as floats, prices that differ could be equal.
 * @returns negative, zero or positive, as `Array.prototype.sort` wants it
 */
export function compareDecimals(a: string, b: string): number {
  const [wholeA, fractionA] = split(a);
  const [wholeB, fractionB] = split(b);
  if (wholeA.length !== wholeB.length) return wholeA.length - wholeB.length;
  if (wholeA !== wholeB) return wholeA < wholeB ? -1 : 1;
  if (fractionA === fractionB) return 0;
  return fractionA < fractionB ? -1 : 1;
}

/** Without the zeros that carry no value, so that digits of the same rank stand below each other. */
function split(decimal: string): [whole: string, fraction: string] {
  const [whole = '', fraction = ''] = decimal.split('.');
  return [whole.replace(/^0+/, ''), fraction.replace(/0+$/, '')];
}
