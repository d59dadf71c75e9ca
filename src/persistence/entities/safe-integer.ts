import type { ValueTransformer } from 'typeorm';

/** The driver returns bigint as a string. The values stored here stay far below 2^53. */
export const safeInteger: ValueTransformer = {
  from: (value: string | null) => (value === null ? null : Number(value)),
  to: (value: number | null) => value,
};
