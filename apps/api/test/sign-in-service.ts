import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';

/** What the service does wrong, for tests of those who have to notice. */
export type Trick =
  | 'nonce of somebody else'
  | 'expired'
  | 'of another issuer'
  | 'for another client'
  | 'signed by nobody'
  | 'signed by a stranger'
  | 'claims changed after signing';

interface Person {
  readonly name: string;
  readonly groups: readonly string[];
}

interface Grant {
  readonly person: Person;
  readonly nonce: string | undefined;
  readonly challenge: string;
  readonly redirectUri: string;
}

type Key = Awaited<ReturnType<typeof generateKeyPair>> & { readonly id: string };

/**
 * A small OpenID Connect provider with real signatures: discovery, authorization, tokens, keys, revocation and sign-out.
 * It checks what an issuer checks (client, redirect address, PKCE, a code once) and can be told to misbehave.
 */
export class SignInService implements AsyncDisposable {
  readonly clientId = 'gse';
  readonly clientSecret = 'client-secret-of-the-tests';
  readonly redirectUris: string[] = [];
  /** Who sits at the browser; undefined declines. */
  person: Person | undefined = { name: 'alice', groups: ['tenant-a-admin'] };
  trick: Trick | undefined;
  clientAuthentication: 'client_secret_post' | 'client_secret_basic' = 'client_secret_post';
  lifeSeconds = 300;
  /** As issuers that take every refresh token once. */
  rotates = false;
  isDown = false;
  /** How far its clock is ahead of ours. */
  skewSeconds = 0;
  readonly asked: string[] = [];
  readonly revoked: string[] = [];
  readonly #server: Server;
  readonly #codes = new Map<string, Grant>();
  readonly #refresh = new Map<string, Person>();
  readonly #stranger: Key;
  #keys: Key[];

  private constructor(server: Server, key: Key, stranger: Key) {
    this.#server = server;
    this.#keys = [key];
    this.#stranger = stranger;
  }

  static async start(): Promise<SignInService> {
    const server = createServer();
    const service = new SignInService(server, await freshKey(), await freshKey());
    server.on('request', (request, response) => {
      service.#serve(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return service;
  }

  /** The name it has for browsers, where that is not where it is. */
  knownAs: string | undefined;

  /** Its name in tokens. */
  get issuer(): string {
    return this.knownAs ?? this.address;
  }

  /** Where it is. */
  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/realms/cozy`;
  }

  /** Signs with another key from now on; the old one is gone. */
  async rotateKeys(): Promise<void> {
    this.#keys = [await freshKey()];
  }

  /** Whom a token of this service is of, as a cluster would find out. */
  userOf(token: string): string | undefined {
    try {
      const [, payload = ''] = token.split('.');
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as JWTPayload;
      return (claims.exp ?? 0) > this.#now() ? `oidc:${String(claims['preferred_username'])}` : undefined;
    } catch {
      return undefined;
    }
  }

  /** What a browser does there: goes to the address and is sent back. */
  async visit(address: string): Promise<URL> {
    const answer = await fetch(address.replace(this.issuer, this.address), { redirect: 'manual' });
    if (answer.status !== 303) throw new Error(`the service refused with ${answer.status}: ${await answer.text()}`);
    return new URL(answer.headers.get('location') ?? '');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.address);
    const path = url.pathname.replace('/realms/cozy', '');
    this.asked.push(`${request.method ?? ''} ${path}`);
    if (this.isDown) return void response.writeHead(503).end('gone for lunch');
    if (path === '/.well-known/openid-configuration') return json(response, 200, this.#metadata());
    if (path === '/keys') return json(response, 200, { keys: await Promise.all(this.#keys.map(publicKey)) });
    if (path === '/authorize') return this.#authorize(url.searchParams, response);
    const form = new URLSearchParams(await bodyOf(request));
    if (!this.#isClient(request.headers.authorization, form)) return json(response, 401, { error: 'invalid_client' });
    if (path === '/token') return await this.#token(form, response);
    if (path === '/revoke') {
      this.revoked.push(form.get('token') ?? '');
      this.#refresh.delete(form.get('token') ?? '');
      return void response.writeHead(200).end();
    }
    response.writeHead(404).end();
  }

  #isClient(authorization: string | undefined, form: URLSearchParams): boolean {
    if (this.clientAuthentication === 'client_secret_post')
      return form.get('client_id') === this.clientId && form.get('client_secret') === this.clientSecret;
    const [id, secret] = Buffer.from((authorization ?? '').replace('Basic ', ''), 'base64')
      .toString('utf8')
      .split(':')
      .map(decodeURIComponent);
    return id === this.clientId && secret === this.clientSecret;
  }

  #metadata(): object {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/keys`,
      revocation_endpoint: `${this.issuer}/revoke`,
      end_session_endpoint: `${this.issuer}/logout`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      token_endpoint_auth_methods_supported: [this.clientAuthentication],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
    };
  }

  #authorize(query: URLSearchParams, response: ServerResponse): void {
    const redirectUri = query.get('redirect_uri') ?? '';
    if (query.get('client_id') !== this.clientId || !this.redirectUris.includes(redirectUri))
      return void response.writeHead(400).end('no such client, or a foreign address');
    const back = new URL(redirectUri);
    back.searchParams.set('state', query.get('state') ?? '');
    const challenge = query.get('code_challenge') ?? '';
    if (query.get('code_challenge_method') !== 'S256' || challenge === '') back.searchParams.set('error', 'invalid_request');
    else if (this.person === undefined) back.searchParams.set('error', 'access_denied');
    else {
      const code = randomUUID();
      this.#codes.set(code, { person: this.person, nonce: query.get('nonce') ?? undefined, challenge, redirectUri });
      back.searchParams.set('code', code);
    }
    response.writeHead(303, { location: back.href }).end();
  }

  async #token(form: URLSearchParams, response: ServerResponse): Promise<void> {
    if (form.get('grant_type') === 'refresh_token') {
      const given = form.get('refresh_token') ?? '';
      const person = this.#refresh.get(given);
      if (person === undefined) return json(response, 400, { error: 'invalid_grant' });
      if (this.rotates) this.#refresh.delete(given);
      return json(response, 200, await this.#tokens(person, undefined, this.rotates ? undefined : given));
    }
    const code = form.get('code') ?? '';
    const grant = this.#codes.get(code);
    this.#codes.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (grant === undefined || grant.challenge !== challenge || grant.redirectUri !== form.get('redirect_uri'))
      return json(response, 400, { error: 'invalid_grant' });
    json(response, 200, await this.#tokens(grant.person, grant.nonce));
  }

  async #tokens(person: Person, nonce: string | undefined, refreshToken = randomBytes(48).toString('base64url')): Promise<object> {
    this.#refresh.set(refreshToken, person);
    return {
      token_type: 'Bearer',
      access_token: await this.#sign(person, { aud: 'kubernetes', typ: 'Bearer' }),
      id_token: await this.#sign(person, { ...(nonce !== undefined && { nonce }) }),
      refresh_token: refreshToken,
      expires_in: this.lifeSeconds,
    };
  }

  async #sign(person: Person, more: JWTPayload): Promise<string> {
    const { trick } = this;
    const now = this.#now();
    const claims: JWTPayload = {
      iss: trick === 'of another issuer' ? 'https://issuer.example' : this.issuer,
      aud: trick === 'for another client' ? ['someone-else'] : [this.clientId, 'kubernetes'],
      azp: trick === 'for another client' ? 'someone-else' : this.clientId,
      sub: `id-of-${person.name}`,
      iat: trick === 'expired' ? now - 7200 : now,
      exp: trick === 'expired' ? now - 3600 : now + this.lifeSeconds,
      jti: randomUUID(),
      preferred_username: person.name,
      groups: [...person.groups],
      ...more,
      ...(trick === 'nonce of somebody else' && { nonce: 'of-somebody-else' }),
    };
    if (trick === 'signed by nobody') return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
    const [key] = this.#keys;
    const signer = trick === 'signed by a stranger' ? this.#stranger : key;
    if (key === undefined || signer === undefined) throw new Error('no key');
    const token = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: key.id, typ: 'JWT' }).sign(signer.privateKey);
    if (trick !== 'claims changed after signing') return token;
    const [header = '', , signature = ''] = token.split('.');
    return `${header}.${part({ ...claims, preferred_username: 'root' })}.${signature}`;
  }

  #now(): number {
    return Math.floor(Date.now() / 1000) + this.skewSeconds;
  }
}

async function freshKey(): Promise<Key> {
  return { ...(await generateKeyPair('RS256', { extractable: true })), id: randomUUID() };
}

async function publicKey({ publicKey: key, id }: Key): Promise<object> {
  return { ...(await exportJWK(key)), kid: id, use: 'sig', alg: 'RS256' };
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
