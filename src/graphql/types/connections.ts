import { Field, Int, ObjectType, type ClassType } from 'type-graphql';
import { BarType } from './bar';
import { CollectionJobType } from './collection-job';
import { JobEventType } from './job-event';
import { JobSymbolType } from './job-symbol';
import { SourceSymbolType } from './source';

@ObjectType('PageInfo', {
  simpleResolvers: true,
  description: 'Where a page lies in its list, by the Relay cursor specification.',
})
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more follow.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether some came before.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first edge; null when there is none.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last edge: the `after` of the next page.' })
  endCursor!: string | null;
}

interface PageEdge<T> {
  readonly cursor: string;
  readonly node: T;
}

/** A page as the resolvers return it; the count is asked only when it is selected. */
export interface ConnectionPage<T> {
  readonly edges: readonly (PageEdge<T> | Promise<PageEdge<T>>)[];
  readonly pageInfo: PageInfo;
  readonly count: () => Promise<number>;
}

function connectionOf<T extends object>(name: string, what: string, NodeClass: ClassType<T>) {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `One of ${what}, with its cursor.` })
  class Edge {
    @Field(() => String, { description: 'What `after` takes to go on behind it.' })
    cursor!: string;

    @Field(() => NodeClass, { description: 'The entry itself.' })
    node!: T;
  }

  @ObjectType(`${name}Connection`, { description: `A page of ${what}, by the Relay cursor specification.` })
  class Connection {
    @Field(() => [Edge], { description: 'The entries of this page.' })
    edges!: Edge[];

    @Field(() => PageInfo, { description: 'Where this page lies.' })
    pageInfo!: PageInfo;

    count!: () => Promise<number>;

    @Field(() => Int, { description: 'Entries on all pages together.' })
    totalCount(): Promise<number> {
      return this.count();
    }
  }

  return Connection;
}

export const JobConnection = connectionOf('Job', 'jobs', CollectionJobType);
export const JobSymbolConnection = connectionOf('JobSymbol', 'the symbols of a job', JobSymbolType);
export const JobEventConnection = connectionOf('JobEvent', 'the events of a job', JobEventType);
export const SourceSymbolConnection = connectionOf('SourceSymbol', 'the symbols of a source', SourceSymbolType);
export const BarConnection = connectionOf('Bar', 'bars', BarType);
