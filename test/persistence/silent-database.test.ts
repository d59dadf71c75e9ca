import { StoreUnavailableError } from '../../src/domain/store-errors';
import { ACTOR, Harness, someDraft } from '../support/harness';
import { Link } from '../support/network';

/** A command is answered within two seconds; this limit allows for a slow machine, in milliseconds. */
const ANSWERED_MS = 4_000;

let link: Link;
let harness: Harness;
beforeEach(async () => {
  harness = await Harness.open({
    open: async (database) => {
      link = await Link.to(database.url);
      const [direct, linked] = [await database.open(), await database.open({}, (url) => link.through(url))];
      return { ...direct, commands: linked.commands };
    },
  });
});
afterEach(async () => {
  link.mend();
  await harness.close();
  await link.close();
});

test.each(['start', 'pause', 'cancel'] as const)(
  'a database that falls silent keeps nobody waiting for the answer to a %s',
  async (name) => {
    const { id } = await harness.start(1);
    await harness.source.called('S0');
    const { core } = harness;
    const command = () => (name === 'start' ? core.start.execute(someDraft(3), ACTOR) : core[name].execute(id, ACTOR));
    link.cut();
    const began = performance.now();
    await expect(command()).rejects.toBeInstanceOf(StoreUnavailableError);
    expect(performance.now() - began).toBeLessThan(ANSWERED_MS);
  },
);
