import { fold, foldText, upper16 } from './hash';

const { floor } = Math;

/** Prices are whole numbers of ticks; a tick is 10^-PRICE_PLACES. */
export const PRICE_PLACES = 4;

/**
 * Amplitudes of the octaves of value noise that form a price. Octave k has lattice points every 2^k minutes, from one
 * minute to a year. The amplitude grows with the square root of the period, as the range of a random walk does.
 * Literals, because Math.pow may round differently between engines.
 */
const AMPLITUDES = [6, 8, 11, 16, 23, 32, 45, 64, 91, 128, 181, 256, 362, 512, 724, 1024, 1448, 2048, 2896, 4096];

/** Exceeds the largest sum of all octaves, so that the price stays between 14 % and 186 % of its base. */
const FULL_SWING = 2 ** 29;

const MIN_BASE = 5_0000;
const BASE_RANGE = 495_0000;

/** The price of one symbol for one seed: a pure function of the minute, independent of earlier calls. */
export class PricePath {
  /** Seeds every other random value of this symbol. */
  readonly hash: number;
  /** Centre of the price, in ticks; corresponds to a price of 5 to 500. */
  private readonly base: number;
  private readonly octaves: readonly Octave[];

  constructor(seed: number, symbol: string) {
    this.hash = foldText(fold(0, seed), symbol);
    this.base = MIN_BASE + floor((upper16(fold(this.hash, -1)) * BASE_RANGE) / 2 ** 16);
    this.octaves = AMPLITUDES.map((amplitude, k) => new Octave(fold(this.hash, k), 2 ** k, amplitude));
  }

  /**
   * Returns the price at the start of a minute since the Unix epoch, in ticks. All intermediate values are integers
   * below 2^53 and divided by powers of two only: they are exact, hence identical on every platform.
   */
  at(minute: number): number {
    let swing = 0;
    for (const octave of this.octaves) swing += octave.at(minute);
    return this.base + floor((this.base * swing) / FULL_SWING);
  }
}

/** Value noise with linear interpolation between lattice points. */
class Octave {
  /** Cache of the last lattice point and the values on either side: consecutive bars mostly share them. */
  private point = NaN;
  private left = 0;
  private right = 0;

  constructor(
    private readonly hash: number,
    private readonly period: number,
    private readonly amplitude: number,
  ) {}

  at(minute: number): number {
    const point = floor(minute / this.period);
    if (point !== this.point) this.moveTo(point);
    const passed = minute - point * this.period;
    return floor(((this.left * (this.period - passed) + this.right * passed) * this.amplitude) / this.period);
  }

  private moveTo(point: number): void {
    this.left = point === this.point + 1 ? this.right : this.valueAt(point);
    this.right = this.valueAt(point + 1);
    this.point = point;
  }

  private valueAt(point: number): number {
    return upper16(fold(this.hash, point)) - 2 ** 15;
  }
}
