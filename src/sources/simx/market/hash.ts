const { imul, floor } = Math;

/**
 * Hashes with 32-bit integer arithmetic only, so that every platform computes the same values.
 * The mixing step is the finaliser of MurmurHash3 (Austin Appleby, public domain).
 */
function mix(h: number): number {
  h = imul(h ^ (h >>> 16), 0x85ebca6b);
  h = imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Mixes all bits of a safe integer of either sign into a hash. */
export function fold(hash: number, value: number): number {
  const low = mix(hash ^ (value | 0));
  return mix(imul(low, 0x9e3779b1) ^ floor(value / 2 ** 32));
}

export function foldText(hash: number, text: string): number {
  let folded = fold(hash, text.length);
  for (let i = 0; i < text.length; i++) folded = fold(folded, text.charCodeAt(i));
  return folded;
}

/** The upper 16 bits of a hash: 0 … 65535. */
export function upper16(hash: number): number {
  return hash >>> 16;
}
