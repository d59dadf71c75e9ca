import { fold, foldText, upper16 } from './hash';

const { floor } = Math;

/** Prices are whole numbers of ticks; a tick is 10^-PRICE_PLACES. */
export const PRICE_PLACES = 4;

/**
 * The wandering of a price as value noise: octave k has lattice points every 2^k minutes, and its amplitude grows with
 * the square root of its period, as a random walk's range does. From one minute to a year. Written out, for Math.pow
 * may round differently from one engine to the next.
 */
const AMPLITUDES = [6, 8, 11, 16, 23, 32, 45, 64, 91, 128, 181, 256, 362, 512, 724, 1024, 1448, 2048, 2896, 4096];

/** A little more than the sum of all amplitudes at their largest: the price stays within 15 % and 185 % of its base. */
const FULL_SWING = 2 ** 29;

const MIN_BASE = 5_0000;
const BASE_RANGE = 495_0000;

/** The price of one symbol of one seed over all time: a pure function of the minute, whatever was asked before. */
export class PricePath {
  /** Sets apart everything else that is drawn for this symbol. */
  readonly hash: number;
  /** The price that it wanders around, in ticks: 5 to 500. */
  private readonly base: number;
  private readonly octaves: readonly Octave[];

  constructor(seed: number, symbol: string) {
    this.hash = foldText(fold(0, seed), symbol);
    this.base = MIN_BASE + floor((upper16(fold(this.hash, -1)) * BASE_RANGE) / 2 ** 16);
    this.octaves = AMPLITUDES.map((amplitude, k) => new Octave(fold(this.hash, k), 2 ** k, amplitude));
  }

  /**
   * The price at the start of a minute since the Unix epoch, in ticks. All intermediate values are integers below 2^53,
   * divided by powers of two only: exact, hence the same everywhere.
   */
  at(minute: number): number {
    let swing = 0;
    for (const octave of this.octaves) swing += octave.at(minute);
    return this.base + floor((this.base * swing) / FULL_SWING);
  }
}

/** Noise that runs straight from one lattice point's value to the next one's. */
class Octave {
  /** The lattice point of the latest minute, and the values on either side: bars come in order, so it mostly serves again. */
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
