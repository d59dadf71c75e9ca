import { useCallback, type ReactNode } from 'react';
import { useApi } from '../api/client';
import { NO_ENTRIES, usePaged } from '../api/paged';
import { useStore } from '../api/store';
import { RepairButton } from '../control/repair-button';
import { SeriesGapsDocument, type GapReason } from '../generated/graphql';
import { count, utc } from '../ui/format';
import { PagedTable } from '../ui/paged-table';
import uiStyles from '../ui/ui.module.css';
import type { FoundSeries } from './found-series';
import styles from './gaps.module.css';
import { HatchSwatch } from './hatch-swatch';
import { GAP_REASONS } from './reasons';

const PAGE = 50;
/** Gaps that asking the source again may fill. */
const REPAIRABLE: readonly GapReason[] = ['NOT_COLLECTED', 'QUARANTINED'];

interface ListedGap {
  readonly from: string;
  readonly to: string;
  readonly bars: number;
  readonly reason: GapReason;
}

/** Columns that say why there is a gap, where, and how long. */
export const GAP_COLUMNS: readonly (readonly [string, (gap: ListedGap) => ReactNode])[] = [
  ['Why', ({ reason }) => <Reason reason={reason} />],
  ['From (UTC)', ({ from }) => utc(from)],
  ['Until (UTC)', ({ to }) => utc(to)],
  ['Bars', ({ bars }) => count(bars)],
];

function Reason({ reason }: { readonly reason: GapReason }) {
  return (
    <span className={styles.reason}>
      <HatchSwatch reason={reason} />
      {GAP_REASONS[reason]}
    </span>
  );
}

interface GapListProps {
  readonly series: FoundSeries;
  /** ISO times; null: as far as anything is known. */
  readonly from: string | null;
  readonly to: string | null;
}

/** The gaps of a series in a period, in words. */
export function GapList({ series, from, to }: GapListProps) {
  const { apollo } = useApi();
  const read = useCallback(
    async (after: string | null) => {
      const id = await series.id();
      if (!id) return NO_ENTRIES;
      const variables = { id, from, to, first: PAGE, after };
      const { data } = await apollo.query({ query: SeriesGapsDocument, variables, fetchPolicy: 'no-cache' });
      if (data?.node?.__typename !== 'Series') return NO_ENTRIES;
      const { nodes, pageInfo } = data.node.gaps;
      return { nodes: nodes.map((gap) => ({ ...gap, series: id })), pageInfo };
    },
    [apollo, series, from, to],
  );
  const list = usePaged<ListedGap & { readonly series: string }>(read);
  const repairable = useStore(list).entries.find(({ reason }) => REPAIRABLE.includes(reason));
  return (
    <section className={uiStyles.card} aria-labelledby="gaps">
      <h2 id="gaps">Gaps</h2>
      <PagedTable label="Gaps" list={list} columns={GAP_COLUMNS} empty="No bars are missing in this period." />
      {repairable && (
        <div>
          <RepairButton repaired={{ series: [repairable.series] }}>Repair all gaps of this series</RepairButton>
        </div>
      )}
    </section>
  );
}
