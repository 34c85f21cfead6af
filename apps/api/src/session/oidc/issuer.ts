import type { Clock, Log } from '@gse/kube';
import * as oidc from 'openid-client';
import { issuerFetch } from './issuer-fetch.ts';
import { SignInError, signInErrorOf } from './errors.ts';

/** Who signs people in, and as what this API is known there. */
export interface IssuerOptions {
  /** As it stands in the tokens, such as `https://keycloak.example.org/realms/cozy`. */
  readonly issuer: string;
  /** Where this API reaches it, if that is another address. */
  readonly internalUrl?: string | undefined;
  readonly clientId: string;
  /** Absent for a public client; PKCE is used either way. */
  readonly clientSecret?: string | undefined;
  /** Scopes to ask for, separated by spaces. */
  readonly scope: string;
  /** Which of the tokens Kubernetes takes. */
  readonly kubernetesToken: 'id' | 'access';
  /** Address under which people know this API. The issuer has to allow `<publicUrl>/sign-in/callback`. */
  readonly publicUrl: string;
  readonly fetch?: typeof fetch;
}

/** What keeps one sign-in together until the browser comes back. */
export interface Challenge {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** What the issuer gave. */
export interface Grant {
  /** For Kubernetes. */
  readonly token: string;
  readonly refreshToken: string | undefined;
  readonly subject: string;
  /** By our clock. */
  readonly tokenEndsAt: number;
}

/** The issuer of an installation. */
export interface Issuer {
  /** What people know it as. */
  readonly host: string;
  /** Where to send a browser that wants to sign in. @throws SignInError */
  begin(): Promise<{ readonly address: string; readonly challenge: Challenge }>;
  /** Exchanges what the browser came back with, as it stands in the query. @throws SignInError */
  finish(query: URLSearchParams, challenge: Challenge): Promise<Grant>;
  /** The next token of the same person. @throws SignInError */
  renew(refreshToken: string, subject: string): Promise<Grant>;
  /** Takes back what was given, as far as the issuer can, and says where to send the browser. Never throws. */
  end(refreshToken: string | undefined): Promise<string | undefined>;
}

const TIMEOUT_SECONDS = 10;
/** What an issuer says of itself is asked for again after so long. */
const METADATA_MS = 3_600_000;
/** An issuer that did not answer is not asked again by everybody at once. */
const FAILURE_MS = 2_000;
/** Keys are taken for old after so long: one that is not among them is looked for again. */
const KEYS_AGE_SECONDS = 61;
/** Where nothing says how long a token lives. */
const SHORT_LIFE_MS = 60_000;

/** Speaks OpenID Connect with an issuer: code flow with PKCE, state and nonce, signatures checked. */
export function createIssuer(options: IssuerOptions, { clock, log }: { readonly clock: Clock; readonly log: Log }): Issuer {
  const { issuer, clientId, clientSecret, scope, kubernetesToken, publicUrl } = options;
  const ask = issuerFetch({ issuer, internalUrl: options.internalUrl, fetch: options.fetch ?? fetch });
  const redirectUri = new URL('/sign-in/callback', publicUrl);
  const isPlain = new URL(issuer).protocol === 'http:';
  if (isPlain) log.warn({ issuer }, 'People sign in over plain HTTP; whoever is on the way can sign in as them');
  let found: { readonly metadata: oidc.ServerMetadata; readonly until: number } | undefined;
  let asking: Promise<oidc.ServerMetadata> | undefined;
  let failed: { readonly error: SignInError; readonly until: number } | undefined;
  let keys: oidc.ExportedJWKSCache | undefined;

  /** A client of its own for each exchange, so that keys we know of are looked up anew when a token has another one. */
  async function client(): Promise<oidc.Configuration> {
    const known = await metadata();
    const config = new oidc.Configuration(known, clientId, undefined, proofOf(known));
    config.timeout = TIMEOUT_SECONDS;
    config[oidc.customFetch] = ask;
    if (isPlain) plainHttp()(config);
    oidc.enableNonRepudiationChecks(config);
    if (keys) oidc.setJwksCache(config, { ...keys, uat: Math.min(keys.uat, Math.floor(clock.now() / 1000) - KEYS_AGE_SECONDS) });
    return config;
  }

  function proofOf(known: oidc.ServerMetadata): oidc.ClientAuth {
    if (clientSecret === undefined) return oidc.None();
    const takes = known.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    // In the body it stands as it is; for the header it is encoded, which not every issuer undoes.
    return takes.includes('client_secret_post') ? oidc.ClientSecretPost(clientSecret) : oidc.ClientSecretBasic(clientSecret);
  }

  async function metadata(): Promise<oidc.ServerMetadata> {
    if (found !== undefined && found.until > clock.now()) return found.metadata;
    if (found === undefined && failed !== undefined && failed.until > clock.now()) throw failed.error;
    asking ??= discover().finally(() => {
      asking = undefined;
    });
    return await asking;
  }

  async function discover(): Promise<oidc.ServerMetadata> {
    try {
      const config = await oidc.discovery(new URL(issuer), clientId, undefined, undefined, {
        [oidc.customFetch]: ask,
        timeout: TIMEOUT_SECONDS,
        ...(isPlain && { execute: [plainHttp()] }),
      });
      found = { metadata: config.serverMetadata(), until: clock.now() + METADATA_MS };
      failed = undefined;
      return found.metadata;
    } catch (cause) {
      const error = new SignInError('unavailable', cause);
      failed = { error, until: clock.now() + FAILURE_MS };
      log.warn({ err: cause, issuer }, 'The issuer of sign-ins does not answer as one');
      // What it said before is most likely still so.
      if (found !== undefined) return found.metadata;
      throw error;
    }
  }

  async function exchange(work: (config: oidc.Configuration) => Promise<Tokens>): Promise<Grant> {
    try {
      const config = await client();
      const tokens = await work(config);
      const known = oidc.getJwksCache(config);
      if (known !== undefined && known.uat !== keys?.uat) keys = known;
      return grantOf(tokens);
    } catch (error) {
      throw signInErrorOf(error);
    }
  }

  function grantOf(tokens: Tokens): Grant {
    const claims = tokens.claims();
    const token = kubernetesToken === 'id' ? tokens.id_token : tokens.access_token;
    if (token === undefined) throw new SignInError('rejected', new Error('the issuer gave no ID token'));
    const now = clock.now();
    // The life of a token counts from now, whatever the issuer's clock says; but never beyond what Kubernetes will see.
    const lives =
      kubernetesToken === 'id' ? claims && [(claims.exp - claims.iat) * 1000, claims.exp * 1000 - now] : [(tokens.expiresIn() ?? 0) * 1000];
    const lifeMs = Math.min(...(lives ?? []).filter((ms) => ms > 0));
    return {
      token,
      refreshToken: tokens.refresh_token,
      subject: claims?.sub ?? '',
      tokenEndsAt: Math.floor(now + (Number.isFinite(lifeMs) ? lifeMs : SHORT_LIFE_MS)),
    };
  }

  return {
    host: new URL(issuer).host,

    async begin() {
      const challenge = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
      const address = oidc.buildAuthorizationUrl(await client(), {
        redirect_uri: redirectUri.href,
        scope,
        state: challenge.state,
        nonce: challenge.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(challenge.verifier),
        code_challenge_method: 'S256',
      });
      return { address: address.href, challenge };
    },

    async finish(query, { state, nonce, verifier }) {
      const current = new URL(redirectUri);
      current.search = query.toString();
      return await exchange(
        async (config) =>
          await oidc.authorizationCodeGrant(config, current, {
            expectedState: state,
            expectedNonce: nonce,
            pkceCodeVerifier: verifier,
            idTokenExpected: true,
          }),
      );
    },

    async renew(refreshToken, subject) {
      const grant = await exchange(async (config) => await oidc.refreshTokenGrant(config, refreshToken));
      if (grant.subject !== '' && grant.subject !== subject)
        throw new SignInError('rejected', new Error('the next token is of somebody else'));
      // Not every issuer gives a new one; then the old one goes on.
      return { ...grant, subject, refreshToken: grant.refreshToken ?? refreshToken };
    },

    async end(refreshToken) {
      try {
        const config = await client();
        const known = config.serverMetadata();
        if (refreshToken !== undefined && known.revocation_endpoint !== undefined)
          await oidc
            .tokenRevocation(config, refreshToken, { token_type_hint: 'refresh_token' })
            .catch((err: unknown) => log.info({ err }, 'The issuer did not take a refresh token back'));
        if (known.end_session_endpoint === undefined) return undefined;
        // No id_token_hint: that token opens Kubernetes and has no place in an address. The issuer asks the person instead.
        return oidc.buildEndSessionUrl(config, { client_id: clientId, post_logout_redirect_uri: new URL('/', publicUrl).href }).href;
      } catch {
        return undefined;
      }
    },
  };
}

type Tokens = oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers;

/** For an issuer without TLS, as in labs. The library has to be given its own function. */
function plainHttp(): (config: oidc.Configuration) => void {
  // oxlint-disable-next-line typescript/no-deprecated -- marked so by the library only to stand out
  return oidc.allowInsecureRequests;
}
