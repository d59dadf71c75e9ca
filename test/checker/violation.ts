/** Something in a history that must not be, named after what is wrong. */
export interface Violation {
  /** Of verification: I1 to I9; FAILURES: something failed that nothing explains. */
  readonly invariant: `I${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}` | 'FAILURES';
  readonly name: string;
  readonly jobId: string | null;
  /** The records that contradict each other. */
  readonly evidence: object;
}
