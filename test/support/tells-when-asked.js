// Loaded before the service where a test runs it as a process: each request to an exchange says when it was made. A busy
// machine may let it wait long after that, and no node can be blamed for it.
const { subscribe } = require('node:diagnostics_channel');

subscribe('undici:request:create', ({ request }) => request.addHeader('x-sent-at', String(Date.now())));
