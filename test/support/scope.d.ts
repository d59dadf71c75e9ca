export interface LeftOut {
  readonly what: string;
  readonly needs: string;
}
/** Whether all tests run, including those that need more than Node. */
export const isAll: boolean;
export const LEFT_OUT: readonly LeftOut[];
export const LEFT_OUT_IN_PART: readonly LeftOut[];
