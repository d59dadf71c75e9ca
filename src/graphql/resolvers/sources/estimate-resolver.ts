import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { EstimateCollectionUseCase } from '../../../application/use-cases/estimate-collection';
import { startResult } from '../../api-errors';
import type { ApiContext } from '../../context';
import { StartCollectionInput } from '../../types/control/inputs';
import { EstimateCollectionResult } from '../../types/control/results';
import { draftOf } from '../start-draft';

@Resolver()
export class EstimateResolver {
  constructor(private readonly estimate: EstimateCollectionUseCase) {}

  @Query(() => EstimateCollectionResult, {
    description:
      'What `startCollection` with this input would take. Creates no job and makes no request to the source. `requestId` is ignored.',
  })
  estimateCollection(
    @Arg('input', () => StartCollectionInput, { description: 'Settings of the job.' }) input: StartCollectionInput,
    @Ctx() { reader }: ApiContext,
  ) {
    return startResult(this.estimate.execute(draftOf(input), reader));
  }
}
