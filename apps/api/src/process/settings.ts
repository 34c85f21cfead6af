import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { commonSettings, declareSettings, oneOf, port, stopSettings, text, webAddress } from '@gse/process';

/** The built pages of this checkout, or of the image. */
const OWN_PAGES = new URL('../../../ui/dist', import.meta.url).pathname;

/** Addresses and networks, as proxies have them. */
const networks = text(1000)
  .refine((given) => partsOf(given).every(isNetwork), 'must be addresses or networks such as 10.0.0.0/8, separated by commas')
  .transform(partsOf);

/** The settings of the API's process. */
export const apiSettings = declareSettings({
  ...commonSettings,
  host: {
    env: 'GSE_HOST',
    schema: text(253),
    description: 'Address to listen on.',
    default: '0.0.0.0',
  },
  port: {
    env: 'GSE_PORT',
    schema: port(),
    description: 'Port of the API and the pages. 0 takes any free port.',
    default: '8080',
  },
  sealKeyFile: {
    env: 'GSE_SEAL_KEY_FILE',
    schema: text(),
    description: 'File with 32 bytes or more that seal sessions in cookies; the same for all replicas. Another key signs everybody out.',
    example: '/etc/gse/seal-key/seal-key',
  },
  publicUrl: {
    env: 'GSE_PUBLIC_URL',
    schema: webAddress().optional(),
    description: 'Address under which browsers know this API.',
    otherwise: 'the host a browser asks for',
    example: 'https://games.example.org',
  },
  pages: {
    env: 'GSE_PAGES',
    schema: text().optional(),
    description: 'Folder of the built pages.',
    otherwise: 'those beside this program, if they were built',
  },
  oidcIssuer: {
    env: 'GSE_OIDC_ISSUER',
    schema: webAddress().optional(),
    description: 'Issuer of OpenID Connect at which people sign in. Kubernetes has to take its tokens.',
    otherwise: 'people sign in with a token of the cluster',
    example: 'https://keycloak.example.org/realms/cozy',
  },
  oidcInternalUrl: {
    env: 'GSE_OIDC_INTERNAL_URL',
    schema: webAddress().optional(),
    description: 'Address at which this process reaches the issuer, where it is another one than for browsers.',
    otherwise: 'GSE_OIDC_ISSUER',
    example: 'http://keycloak-http.cozy-keycloak.svc:8080/realms/cozy',
  },
  oidcClientId: {
    env: 'GSE_OIDC_CLIENT_ID',
    schema: text(255).optional(),
    description: 'Id of this API as a client of the issuer; needed with an issuer. It must allow <GSE_PUBLIC_URL>/sign-in/callback.',
    example: 'gse',
  },
  oidcClientSecretFile: {
    env: 'GSE_OIDC_CLIENT_SECRET_FILE',
    schema: text().optional(),
    description: "File with the client's secret.",
    otherwise: 'a public client; PKCE is used either way',
  },
  oidcScope: {
    env: 'GSE_OIDC_SCOPE',
    schema: text(1000),
    description: 'Scopes to ask the issuer for, separated by spaces. Some give tokens that can be renewed with offline_access only.',
    default: 'openid profile email',
  },
  oidcToken: {
    env: 'GSE_OIDC_TOKEN',
    schema: oneOf(['id', 'access']),
    description: 'Which of its tokens Kubernetes takes.',
    default: 'id',
  },
  ordering: {
    env: 'GSE_ORDERING',
    schema: oneOf(['auto', 'cozystack', 'gameserver']),
    description: 'How servers are ordered: as applications of Cozystack, as GameServers, or as the cluster has it.',
    default: 'auto',
  },
  trustedProxies: {
    env: 'GSE_TRUSTED_PROXIES',
    schema: networks.optional(),
    description:
      'Addresses or networks of proxies whose X-Forwarded-For is believed, separated by commas: limits then count their clients.',
    otherwise: 'none is believed',
    example: '10.0.0.0/8',
  },
  ...stopSettings,
});

/** The folder of pages to serve; undefined where there are none. */
export function pagesFolder(given: string | undefined): string | undefined {
  if (given !== undefined) return given;
  return existsSync(`${OWN_PAGES}/index.html`) ? OWN_PAGES : undefined;
}

function partsOf(list: string): readonly string[] {
  return list.split(',').map((part) => part.trim());
}

function isNetwork(part: string): boolean {
  const [address = '', bits, ...rest] = part.split('/');
  const most = isIP(address) === 4 ? 32 : 128;
  return isIP(address) !== 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
}
