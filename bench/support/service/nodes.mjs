import { startRedis } from '../redis.mjs';
import { BenchServer } from '../server.mjs';
import { Service } from './service.mjs';

/** Services on one database of a bench server, as nodes of a cluster. */
export class Nodes {
  /**
   * @param engine `postgres` or `redis`
   * @param settings further settings of PostgreSQL
   * @returns null if `redis` is not installed
   */
  static async open(engine, settings = {}) {
    const redis = engine === 'redis' ? await startRedis() : null;
    if (engine === 'redis' && !redis) return null;
    const server = await BenchServer.start(settings);
    return new Nodes(server, await server.createDatabase(), redis);
  }

  constructor(server, databaseUrl, redis) {
    Object.assign(this, { server, databaseUrl, redis, nodes: [] });
  }

  async start(count, env) {
    for (let n = 0; n < count; n++) {
      const own = {
        DATABASE_URL: this.databaseUrl,
        ...(this.redis && { REDIS_URL: `redis://127.0.0.1:${this.redis.port}` }),
      };
      this.nodes.push(await Service.start('', { LOG_LEVEL: 'info', ...own, ...env }));
    }
    return this.nodes;
  }

  async close() {
    await Promise.all(this.nodes.map((node) => node.kill('SIGKILL')));
    await this.redis?.stop();
    await this.server.stop();
  }
}
