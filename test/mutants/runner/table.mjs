/** Prints one line per mutant as soon as it is judged. */
export class Table {
  #width;

  constructor(names) {
    this.#width = Math.max(...names.map((name) => name.length), 'mutant'.length);
    this.#print('mutant', 'caught by', 'seconds', 'test');
  }

  add(name, { isCaught, what, by }, seconds) {
    this.#print(name, isCaught ? (by?.replace(/^.*\/tree\//, '') ?? '—') : 'NOBODY', seconds.toFixed(1), what);
  }

  #print(name, by, seconds, test) {
    console.log(`${name.padEnd(this.#width)}  ${by.padEnd(48)}  ${seconds.padStart(7)}  ${test}`);
  }
}
