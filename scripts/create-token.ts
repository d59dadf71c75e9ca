import { createToken } from '../src/graphql/access/api-tokens';
import { isRole, ROLES } from '../src/graphql/access/principal';

const [name, role] = process.argv.slice(2);
if (!name || !/^[\w.@-]{1,100}$/.test(name) || name === 'system' || !isRole(role)) {
  process.stderr.write(`usage: npm run token -- <name> <role>, with a role of ${ROLES.join(', ')}\n`);
  process.exit(1);
}
const { token, hash } = createToken();
process.stdout.write(`The token, for its bearer alone; it cannot be shown again:
  ${token}
The entry for API_TOKENS, or a line of API_TOKENS_FILE:
  ${name}:${role}:${hash}
`);
