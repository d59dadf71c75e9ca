import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { DataSource } from '../../application/ports/data-source';
import type { CollectionJob } from '../../domain/collection-job';
import type { Series } from '../../domain/series/series';
import type { ApiContext } from '../context';
import { namedBy } from '../paging/global-id';
import { NodeType } from '../types/collection-job';
import type { SourceType } from '../types/source';
import { presentSource } from './sources/source-resolver';

@Resolver()
export class NodeResolver {
  constructor(private readonly sources: ReadonlyMap<string, DataSource>) {}

  @Query(() => NodeType, { nullable: true, description: 'The node with this id. Null when there is none.' })
  async node(
    @Arg('id', () => ID, { description: 'Id of the node.' }) id: string,
    @Ctx() { reader }: ApiContext,
  ): Promise<CollectionJob | Series | SourceType | null> {
    const named = namedBy(id);
    if (named?.kind === 'JOB') return reader.job(named.jobId);
    if (named?.kind === 'SERIES') return reader.oneSeries(named.seriesId);
    const source = named && this.sources.get(named.name);
    return source ? presentSource(source.name, source) : null;
  }
}
