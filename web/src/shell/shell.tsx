import type { CSSProperties, ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useMayCommand } from '../api/viewer';
import { useBoxHeight } from '../ui/use-box';
import { ConnectionNotice } from './connection-notice';
import styles from './shell.module.css';
import { WhoIsThere } from './who-is-there';

const PAGES = [
  ['/', 'Jobs'],
  ['/new', 'New collection'],
  ['/data', 'Data'],
] as const;

/** The frame of every page. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const [location] = useLocation();
  const [header, height] = useBoxHeight();
  const pages = useMayCommand() === false ? PAGES.filter(([path]) => path !== '/new') : PAGES;
  return (
    // The header is sticky: content placed below it needs its height.
    <div className={styles.shell} style={{ '--header': `${height}px` } as CSSProperties}>
      <a className={styles.skip} href="#content">
        Skip to the content
      </a>
      <header ref={header} className={styles.header}>
        <div className={styles.bar}>
          <Link href="/" className={styles.brand}>
            <img src="/favicon.svg" alt="" width="26" height="26" /> Sluice
          </Link>
          <nav aria-label="Pages" className={styles.nav}>
            {pages.map(([path, name]) => (
              <Link key={path} href={path} aria-current={location === path ? 'page' : undefined}>
                {name}
              </Link>
            ))}
          </nav>
          <WhoIsThere />
        </div>
      </header>
      <ConnectionNotice />
      <main id="content" className={styles.main} tabIndex={-1}>
        {children}
      </main>
      <footer className={styles.footer}>
        <a href="/graphql">GraphQL API</a>
        <span>
          Charts by <a href="https://www.tradingview.com/">TradingView Lightweight Charts™</a>
        </span>
      </footer>
    </div>
  );
}
