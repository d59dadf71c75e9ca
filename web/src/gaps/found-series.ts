import type { Api } from '../api/client';
import { SeriesIdsDocument, type BarInterval, type SeriesIdsQuery } from '../generated/graphql';

export interface SeriesName {
  readonly source: string;
  readonly symbol: string;
  readonly interval: BarInterval;
}

/** The id of a series by its names, looked up once it is needed. */
export class FoundSeries {
  private found: Promise<string | null> | null = null;

  constructor(
    private readonly api: Api,
    private readonly name: SeriesName,
  ) {}

  /** @returns null if there is no such series */
  id(): Promise<string | null> {
    this.found ??= this.find().catch((error: unknown) => {
      this.found = null;
      throw error;
    });
    return this.found;
  }

  /** The service searches for symbols that contain the one that is looked for: it is on the first page, nearly always. */
  private async find(): Promise<string | null> {
    let after: string | null = null;
    for (;;) {
      const page: SeriesIdsQuery['series'] = await this.page(after);
      const found = page.nodes.find(({ symbol }) => symbol === this.name.symbol);
      if (found ?? !page.pageInfo.hasNextPage) return found?.id ?? null;
      after = page.pageInfo.endCursor ?? null;
    }
  }

  private async page(after: string | null): Promise<SeriesIdsQuery['series']> {
    const { source, symbol, interval } = this.name;
    const variables = { source, symbol, interval, after };
    const { data } = await this.api.apollo.query({ query: SeriesIdsDocument, variables, fetchPolicy: 'no-cache' });
    return data!.series;
  }
}
