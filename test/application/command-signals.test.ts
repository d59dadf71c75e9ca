import type { IWorkerManager } from '../../src/application/worker/worker-manager';
import { CancelCollectionUseCase } from '../../src/application/use-cases/cancel-collection';
import { PauseCollectionUseCase } from '../../src/application/use-cases/pause-collection';
import { ACTOR, Harness } from '../support/harness';

let harness: Harness;
beforeEach(async () => void (harness = await Harness.open()));
afterEach(() => harness.close());

/** Remote workers: signals arrive at once, and the test delays their acknowledgement. */
class FarWorkers {
  private answer: () => void = () => undefined;
  readonly acknowledged = new Promise<void>((resolve) => (this.answer = resolve));

  constructor(private readonly seen: string[]) {}

  pauseWorker = () => this.told();
  stopWorker = () => this.told();

  acknowledge(): void {
    this.seen.push('acknowledged');
    this.answer();
  }

  private told(): Promise<void> {
    this.seen.push('workers told');
    return this.acknowledged;
  }
}

test.each([
  ['pause', PauseCollectionUseCase, 'PAUSED'],
  ['cancel', CancelCollectionUseCase, 'CANCELLED'],
] as const)(
  'a %s is told to the workers, then to subscribers, and is answered when the workers have acknowledged it',
  async (_name, UseCase, state) => {
    const { commands, feed } = harness.core;
    const { id } = await harness.start(1);
    const seen: string[] = [];
    const workers = new FarWorkers(seen);
    const published = new Promise<void>((resolve) =>
      feed.listen(id, ({ job }) => {
        if (job.state !== state || seen.includes('published')) return;
        seen.push('published');
        resolve();
      }),
    );
    const useCase = new UseCase(commands, workers as unknown as IWorkerManager);
    const answered = useCase.execute(id, ACTOR).then((job) => {
      seen.push('answered');
      return job;
    });
    await published;
    expect(seen).toEqual(['workers told', 'published']);
    workers.acknowledge();
    expect(await answered).toMatchObject({ state });
    expect(seen).toEqual(['workers told', 'published', 'acknowledged', 'answered']);
  },
);
