import { ApolloProvider } from '@apollo/client/react';
import { lazy, useEffect, useState } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import { ApiContext, createApi } from './api/client';
import { sessionOfPage } from './api/session';
import { useStore } from './api/store';
import { ViewerProvider } from './api/viewer';
import { OperatorsOnly } from './shell/operators-only';
import { SignIn } from './shell/sign-in';
import JobsPage from './jobs/jobs-page';
import { Guarded } from './ui/guarded';
import { NoticesProvider } from './ui/notices';
import { Shell } from './shell/shell';
import styles from './ui/ui.module.css';

const JobPage = lazy(() => import('./job/job-page'));
const StartPage = lazy(() => import('./start/start-page'));
const DataPage = lazy(() => import('./data/data-page'));
const EmbedPage = lazy(() => import('./embed/embed-page'));

/** The whole page: the route of the current address, with one connection to the service. */
export function App() {
  const [api] = useState(() => createApi(window.location.origin, sessionOfPage()));
  const { entrance } = useStore(api.session);
  return (
    <ApiContext value={api}>
      <ApolloProvider client={api.apollo}>
        <NoticesProvider>
          <Guarded what="the page">
            <ViewerProvider>
              <Switch key={entrance}>
                <Route path="/embed/job/:id" component={EmbedPage} />
                <Route component={Pages} />
              </Switch>
            </ViewerProvider>
          </Guarded>
          <SignIn />
        </NoticesProvider>
      </ApolloProvider>
    </ApiContext>
  );
}

const TITLES: Readonly<Record<string, string>> = { '/': 'Jobs', '/new': 'New collection', '/data': 'Data' };

function Pages() {
  const [location] = useLocation();
  useEffect(() => {
    document.title = `${TITLES[location] ?? 'Job'} · Sluice`;
  }, [location]);
  return (
    <Shell>
      <Guarded key={location} what="the page">
        <Switch>
          <Route path="/" component={JobsPage} />
          <Route path="/jobs/:id" component={JobPage} />
          <Route path="/new">
            <OperatorsOnly>
              <StartPage />
            </OperatorsOnly>
          </Route>
          <Route path="/data" component={DataPage} />
          <Route component={NoSuchPage} />
        </Switch>
      </Guarded>
    </Shell>
  );
}

function NoSuchPage() {
  return (
    <div className={styles.blank}>
      <h1>There is no such page</h1>
      <Link href="/" className={styles.button}>
        Show all jobs
      </Link>
    </div>
  );
}
