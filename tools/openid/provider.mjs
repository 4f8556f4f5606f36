// A certified OpenID provider for the tests: node provider.mjs PORT REDIRECT_URI, with the npm package below OPENID_PROVIDER.
// Its own development pages ask for a name (any password is right) and for consent. Who is who is said below.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [port, redirectUri] = process.argv.slice(2);
const modules = join(process.env.OPENID_PROVIDER, 'node_modules');
const { Provider } = await import(pathToFileURL(join(modules, 'oidc-provider', 'lib', 'index.js')));

const people = {
  ada: { name: 'Ada Lovelace', preferred_username: 'Ada.Lovelace', email: 'ada@hull.example', email_verified: true },
  mallory: { name: 'Mallory', preferred_username: 'mallory', email: 'mallory@elsewhere.example', email_verified: true },
  unverified: { name: 'Una', preferred_username: 'una', email: 'una@hull.example', email_verified: false },
  captain: { name: 'Mara at work', preferred_username: 'captain', email: 'captain@hull.example', email_verified: true },
  namesake: { name: 'Another Mara', preferred_username: 'mara', email: 'mara@hull.example', email_verified: true },
};

const provider = new Provider(`http://localhost:${port}`, {
  clients: [{ client_id: 'slipway', client_secret: 'a secret of the tests', redirect_uris: [redirectUri] }],
  claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email', 'email_verified'] },
  pkce: { required: () => true },
  cookies: { keys: ['keys of the tests'] },
  findAccount: (context, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
});

provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
process.stdin.on('end', () => process.exit()).resume();
