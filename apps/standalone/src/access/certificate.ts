import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import selfsigned from 'selfsigned';
import { writePrivate } from './secret-file.ts';

/** A certificate for this machine, signed by itself, in PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

const VALID_DAYS = 3650;
const RENEW_DAYS = 30;

/**
 * The certificate of the data folder, made anew when it is missing, about to end, or does not name the host. kubectl sends
 * credentials over TLS only, which is why one machine needs one at all.
 */
export async function machineCertificate(path: string, host: string): Promise<Certificate> {
  const names = [...new Set(['localhost', '127.0.0.1', '::1', ...(host === '0.0.0.0' || host === '::' ? [] : [host])])];
  const existing = readCertificate(path);
  if (existing && covers(existing, names)) return existing;
  const made = await selfsigned.generate([{ name: 'commonName', value: 'Game Server Edition on one machine' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 86_400_000),
    notAfterDate: new Date(Date.now() + VALID_DAYS * 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: names.map((name) => (isIP(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name })),
      },
    ],
  });
  const certificate = { certificate: made.cert, key: made.private };
  writePrivate(path, `${certificate.key.trim()}\n${certificate.certificate.trim()}\n`);
  return certificate;
}

function readCertificate(path: string): Certificate | undefined {
  if (!existsSync(path)) return undefined;
  const pem = readFileSync(path, 'utf8');
  const key = /-----BEGIN [A-Z ]*PRIVATE KEY-----[^]+?-----END [A-Z ]*PRIVATE KEY-----/.exec(pem)?.[0];
  const certificate = /-----BEGIN CERTIFICATE-----[^]+?-----END CERTIFICATE-----/.exec(pem)?.[0];
  return key && certificate ? { key, certificate } : undefined;
}

function covers({ certificate }: Certificate, names: readonly string[]): boolean {
  const parsed = new X509Certificate(certificate);
  const isCurrent = Date.parse(parsed.validTo) - Date.now() > RENEW_DAYS * 86_400_000;
  return isCurrent && names.every((name) => (isIP(name) ? parsed.checkIP(name) : parsed.checkHost(name)) !== undefined);
}
