import { parse } from 'lossless-json';
import { plainDecimal } from '../../decimal';

/** Thrown for a body that is not JSON. ccxt would go on without it, and may take it for an empty list. */
export class NotJson extends Error {}

/**
 * Parses JSON so that no digit is lost: a number that JavaScript would write differently is the text of its digits. Any
 * other is a number, because ccxt compares some codes with numbers.
 * @throws NotJson
 */
export function exactJson(text: string): unknown {
  try {
    return parse(text, null, exactNumber);
  } catch (error) {
    throw new NotJson('the body is not JSON', { cause: error });
  }
}

/** Exponents are written out: ccxt would do it by way of a float. */
function exactNumber(digits: string): number | string {
  const plain = /e/i.test(digits) ? (plainDecimal(digits) ?? digits) : digits;
  const number = Number(plain);
  return String(number) === plain ? number : plain;
}

/** Whether there is an empty list in a body, however deep. */
export function hasEmptyList(body: unknown): boolean {
  if (Array.isArray(body)) return body.length === 0 || body.some(hasEmptyList);
  return typeof body === 'object' && body !== null && Object.values(body).some(hasEmptyList);
}
