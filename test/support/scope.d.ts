export interface LeftOut {
  readonly what: string;
  readonly needs: string;
}
/** Whether everything is run, what needs more than Node as well. */
export const isAll: boolean;
export const LEFT_OUT: readonly LeftOut[];
export const LEFT_OUT_IN_PART: readonly LeftOut[];
