/** A violated invariant in a history, named after the fault. */
export interface Violation {
  /** I1 to I9; FAILURES: an unexplained failure of a symbol or job. */
  readonly invariant: `I${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}` | 'FAILURES';
  readonly name: string;
  readonly jobId: string | null;
  /** The contradicting records. */
  readonly evidence: object;
}
