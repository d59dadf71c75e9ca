process.env.TEST_SCOPE = 'all';

/** All tests except test/chaos, also those that need several nodes, a browser or a redis-server: `npm run test:all`. */
module.exports = require('./jest.config.js');
