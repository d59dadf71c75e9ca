/** Symbols of the simulated exchange: SIM-001 to SIM-120, sorted. */
export const SIMX_SYMBOLS: readonly string[] = Array.from(
  { length: 120 },
  (_, index) => `SIM-${String(index + 1).padStart(3, '0')}`,
);
