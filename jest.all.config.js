process.env.TEST_SCOPE = 'all';

/** Everything, what needs several nodes, a browser or a redis-server as well: `npm run test:all`. */
module.exports = require('./jest.config.js');
