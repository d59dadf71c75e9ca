import { renderGraphiQL } from '@graphql-yoga/render-graphiql';

/** What a newcomer finds in the editor. */
const FIRST_OPERATIONS = `mutation Start {
  startCollection(input: {
    source: "simx", symbols: ["SIM-001", "SIM-002", "SIM-003", "SIM-004"], interval: FIVE_MINUTES,
    from: "2024-01-01T00:00:00Z", to: "2024-07-01T00:00:00Z", concurrency: 2
  }) {
    ... on CollectionJob { id state version }
    ... on InvalidInputError { message path }
  }
}

# Every job as it moves. Start this one, then run Start in another tab.
subscription Watch {
  jobsUpdated { id state version settled progress { done total rows symbolsPerSecond etaSeconds } }
}

query Jobs {
  jobs(first: 10) { totalCount edges { node { id name state allowedActions progress { done total } } } }
}
`;

let page: string | undefined;

/** GraphiQL with everything it needs in the page itself: it works without a network. */
export function graphiQL(endpoint: string): string {
  page ??= renderGraphiQL({
    title: 'Sluice',
    endpoint,
    subscriptionsProtocol: 'WS',
    defaultQuery: FIRST_OPERATIONS,
    shouldPersistHeaders: true,
  });
  return page;
}
