/** Formats `amount` units of 10^-places as a decimal with exactly `places` decimal places. */
export function toDecimal(amount: number, places: number): string {
  const digits = String(amount).padStart(places + 1, '0');
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
