import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type GenerateKeyPairResult, type JWTPayload } from 'jose';
import type { JwtTrust } from '../../src/graphql/access/jwt-verifier';

/** Signs JSON Web Tokens and publishes its key, as an identity provider does. */
export class TokenIssuer {
  readonly issuer = 'https://issuer.example';
  readonly audience = 'sluice';
  /** Times that the key was asked for. */
  asked = 0;
  isDown = false;

  private constructor(
    private readonly keys: GenerateKeyPairResult,
    private readonly server: Server,
  ) {}

  static async start(): Promise<TokenIssuer> {
    const keys = await generateKeyPair('ES256');
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
    const server = createServer((_request, response) => {
      issuer.asked++;
      response.statusCode = issuer.isDown ? 500 : 200;
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
    });
    const issuer = new TokenIssuer(keys, server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return issuer;
  }

  get env(): Record<string, string> {
    return { JWT_ISSUER: this.issuer, JWT_AUDIENCE: this.audience, JWT_JWKS_URL: this.jwksUrl };
  }

  get trust(): JwtTrust {
    return { issuer: this.issuer, audience: this.audience, jwksUrl: this.jwksUrl, roleClaim: 'role' };
  }

  private get jwksUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/jwks`;
  }

  /** A token that is right in everything that is not said otherwise. */
  token(claims: JWTPayload, kid = 'one'): Promise<string> {
    const exp = Math.floor(Date.now() / 1_000) + 600;
    const payload = { iss: this.issuer, aud: this.audience, sub: 'ann', exp, ...claims };
    return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid }).sign(this.keys.privateKey);
  }

  close(): void {
    this.server.close();
  }
}
