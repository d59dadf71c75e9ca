import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

export const RESULTS = 'bench/results.ndjson';

/**
 * The measurements of one run of a case. Each is appended to the file at once, as one line of JSON, as it was measured:
 * medians and ratios are made when a table is. The last line says that the run is complete.
 */
export class Recorder {
  /** @param file null: nothing is written */
  constructor({ file, provenance, name, rounds, scale }) {
    this.file = file;
    this.rounds = rounds;
    this.base = { ...provenance, case: name, scale };
    this.measurements = [];
  }

  /**
   * @param measurement `{ contender, params, round, figures }`; `version` of a peer, `error` in place of figures,
   *   `node` if it is not the Node of the run
   */
  async add(measurement) {
    const entry = { ...this.base, ...measurement };
    this.measurements.push(entry);
    await this.write(entry);
  }

  async end() {
    await this.write({ run: this.base.run, case: this.base.case, rounds: this.rounds, complete: true });
  }

  async write(line) {
    if (this.file === null) return;
    await mkdir(dirname(this.file), { recursive: true });
    await appendFile(this.file, `${JSON.stringify(line)}\n`);
  }
}
