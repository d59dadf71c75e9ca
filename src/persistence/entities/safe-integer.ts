import type { ValueTransformer } from 'typeorm';

/** bigint comes from the driver as a string; the values kept here stay far below 2^53. */
export const safeInteger: ValueTransformer = {
  from: (value: string | null) => (value === null ? null : Number(value)),
  to: (value: number | null) => value,
};
