// Preloaded into service processes of tests: each request to an exchange carries its creation time. On a busy machine a
// request may be sent much later, for which no node is to blame.
const { subscribe } = require('node:diagnostics_channel');

// The clock of the machine: skewed-clock.js may replace the one of the service afterwards.
const { now } = Date;

subscribe('undici:request:create', ({ request }) => request.addHeader('x-sent-at', String(now())));
