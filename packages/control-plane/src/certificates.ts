import { generateKeyPairSync } from 'node:crypto';
import { generate } from 'selfsigned';

/** A certificate and its key, PEM. */
export interface Certificate {
  cert: string;
  key: string;
}

/** What one control plane trusts. */
export interface Authority extends Certificate {
  /** A certificate that serves HTTPS on the loopback interface. */
  server(): Promise<Certificate>;
  /** A certificate that Kubernetes takes for a user in groups. */
  client(user: string, groups: readonly string[]): Promise<Certificate>;
}

const keys = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;

/** Clocks of containers and virtual machines are rarely equal to the second. */
function lifetime(): { notBeforeDate: Date; notAfterDate: Date } {
  const now = Date.now();
  return { notBeforeDate: new Date(now - 3_600_000), notAfterDate: new Date(now + 7 * 24 * 3_600_000) };
}

/** Creates a certificate authority for one control plane. */
export async function createAuthority(): Promise<Authority> {
  const made = await generate([{ name: 'commonName', value: 'gse-control-plane' }], {
    ...keys,
    ...lifetime(),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, digitalSignature: true, critical: true },
    ],
  });
  const ca = { key: made.private, cert: made.cert };

  return {
    ...ca,
    async server() {
      const { cert, private: key } = await generate([{ name: 'commonName', value: 'kube-apiserver' }], {
        ...keys,
        ...lifetime(),
        ca,
        extensions: [
          { name: 'basicConstraints', cA: false, critical: true },
          { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
          { name: 'extKeyUsage', serverAuth: true },
          {
            name: 'subjectAltName',
            altNames: [
              { type: 2, value: 'localhost' },
              { type: 2, value: 'kubernetes.default.svc' },
              { type: 7, ip: '127.0.0.1' },
            ],
          },
        ],
      });
      return { cert, key };
    },
    async client(user, groups) {
      const names = [{ name: 'commonName', value: user }, ...groups.map((group) => ({ name: 'organizationName', value: group }))];
      const { cert, private: key } = await generate(names, {
        ...keys,
        ...lifetime(),
        ca,
        extensions: [
          { name: 'basicConstraints', cA: false, critical: true },
          { name: 'keyUsage', digitalSignature: true, critical: true },
          { name: 'extKeyUsage', clientAuth: true },
        ],
      });
      return { cert, key };
    },
  };
}

/** The key pair that signs service account tokens. */
export function createTokenKeys(): { publicKey: string; privateKey: string } {
  return generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    // Kubernetes reads EC keys in their traditional form.
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
  });
}
