import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { SourceRegistry } from '../../application/source-access/source-registry';
import type { CollectionJob } from '../../domain/collection-job';
import type { Series } from '../../domain/series/series';
import type { ApiContext } from '../context';
import { namedBy } from '../paging/global-id';
import { NodeType } from '../types/collection-job';
import type { SourceType } from '../types/source';
import { sourceNamed } from './sources/source-resolver';

@Resolver()
export class NodeResolver {
  constructor(private readonly sources: SourceRegistry) {}

  @Query(() => NodeType, { nullable: true, description: 'The node with this id. Null when there is none.' })
  async node(
    @Arg('id', () => ID, { description: 'Id of the node.' }) id: string,
    @Ctx() { reader }: ApiContext,
  ): Promise<CollectionJob | Series | SourceType | null> {
    const named = namedBy(id);
    if (named?.kind === 'JOB') return reader.job(named.jobId);
    if (named?.kind === 'SERIES') return reader.oneSeries(named.seriesId);
    return named && (await sourceNamed(named.name, this.sources));
  }
}
