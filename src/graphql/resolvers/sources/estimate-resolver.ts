import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { EstimateCollectionUseCase } from '../../../application/use-cases/estimate-collection';
import { startResult } from '../../api-errors';
import type { ApiContext } from '../../context';
import { StartCollectionInput } from '../../types/control/start-input';
import { EstimateCollectionResult } from '../../types/control/results';
import { askedBy } from '../asked-by';

@Resolver()
export class EstimateResolver {
  constructor(private readonly estimate: EstimateCollectionUseCase) {}

  @Query(() => EstimateCollectionResult, {
    description:
      'What `startCollection` with this input would take. Creates no job, and asks the source for nothing but its list of symbols. `requestId` is ignored.',
  })
  estimateCollection(
    @Arg('input', () => StartCollectionInput, { description: 'Settings of the job.' }) input: StartCollectionInput,
    @Ctx() { reader }: ApiContext,
  ) {
    return startResult(this.estimate.execute(askedBy(input), reader));
  }
}
