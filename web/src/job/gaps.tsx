import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import { Heading } from 'react-aria-components/Heading';
import { Link } from 'wouter';
import type { Job } from '../api/job-cache';
import type { SymbolViewFragment } from '../generated/graphql';
import { count } from '../ui/format';
import uiStyles from '../ui/ui.module.css';
import { FoundSymbols } from './found-symbols';
import styles from './job.module.css';
import { MissingBars } from './missing-bars';
import { SYMBOL_STATES } from './symbol-details';

/** The symbols that miss bars which the source has not said it does not have. */
export function Gaps({ job }: { readonly job: Job }) {
  const { id, symbolsWithGaps: size } = job;
  const [isOpen, setOpen] = useState(false);
  const bars = ({ symbol }: SymbolViewFragment) => (
    <Link href={`/data?${new URLSearchParams({ source: job.source.name, symbol, interval: job.interval })}`}>
      see the bars<span className={uiStyles.hidden}> of {symbol}</span>
    </Link>
  );
  return (
    <section className={uiStyles.card} aria-labelledby="gaps">
      <h2 id="gaps">
        Gaps <span className={styles.number}>{count(size)}</span>
      </h2>
      {size === 0 ? (
        <p className={uiStyles.hint}>No symbol misses bars that the source may have.</p>
      ) : (
        <Disclosure isExpanded={isOpen} onExpandedChange={setOpen}>
          <Heading level={3}>
            <AriaButton slot="trigger" className={styles.group}>
              <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
              <span>Symbols that miss bars</span>
              <strong>{count(size)}</strong>
            </AriaButton>
          </Heading>
          <DisclosurePanel>
            {isOpen && (
              <FoundSymbols
                wanted={{ id, withGaps: true }}
                size={size}
                columns={[
                  ['Missing bars', ({ missing }) => count(missing)],
                  ['Outcome', ({ state }) => SYMBOL_STATES[state]],
                  ['Bars', bars],
                ]}
              />
            )}
          </DisclosurePanel>
        </Disclosure>
      )}
      {size > 0 && job.completedAt && <MissingBars job={job} />}
    </section>
  );
}
