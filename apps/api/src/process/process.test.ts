import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings, SettingsError, settingsHelp } from '@gse/process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { issuerOf } from './issuer.ts';
import { readPassword, readSealKey } from './secret-files.ts';
import { apiSettings } from './settings.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gse-api-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('every mistake in the settings is named at once, and no secret is repeated', () => {
  const env = {
    GSE_PORT: 'eighty',
    GSE_ORDERING: 'both',
    GSE_OIDC_ISSUER: 'https://user:password@issuer.example',
    GSE_OIDC_TOKEN: 'refresh',
    GSE_TRUSTED_PROXIES: '10.0.0.0/8, all',
  };
  let error: unknown;
  try {
    readSettings(apiSettings, { argv: [], env });
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(SettingsError);
  const text = String(error);
  for (const name of ['GSE_PORT', 'GSE_ORDERING', 'GSE_OIDC_ISSUER', 'GSE_OIDC_TOKEN', 'GSE_SEAL_KEY_FILE', 'GSE_TRUSTED_PROXIES'])
    expect(text).toContain(name);
  expect(text).not.toContain('password@');
  const good = readSettings(apiSettings, {
    argv: [],
    env: { GSE_SEAL_KEY_FILE: '/key', GSE_TRUSTED_PROXIES: '10.0.0.0/8, fd00::/8,192.0.2.1' },
  });
  expect(good.trustedProxies).toEqual(['10.0.0.0/8', 'fd00::/8', '192.0.2.1']);
});

test('every setting explains itself', () => {
  const help = settingsHelp('gse-api', apiSettings);
  for (const { env } of Object.values(apiSettings)) expect(help).toContain(env);
});

test('a seal key is the same for every replica that has the file, and too short a one is refused', () => {
  const path = file('key', 'x'.repeat(64));
  expect(readSealKey(path)).toEqual(readSealKey(path));
  expect(readSealKey(path).byteLength).toBe(32);
  expect(() => readSealKey(file('short', 'x'.repeat(31)))).toThrow(/31 bytes; 32 or more/);
  expect(() => readSealKey(join(folder, 'none'))).toThrow(/ENOENT/);
});

test('an issuer needs a client and an address of ours; its secret is read without the line break', () => {
  const settings = (env: Record<string, string>) =>
    readSettings(apiSettings, { argv: [], env: { GSE_SEAL_KEY_FILE: '/key', GSE_OIDC_ISSUER: 'https://issuer.example', ...env } });
  expect(() => issuerOf(settings({}))).toThrow(/GSE_OIDC_CLIENT_ID[^]*GSE_PUBLIC_URL/);
  const whole = settings({
    GSE_OIDC_CLIENT_ID: 'gse',
    GSE_PUBLIC_URL: 'https://games.example.org',
    GSE_OIDC_CLIENT_SECRET_FILE: file('secret', 'hush\n'),
  });
  expect(issuerOf(whole)).toMatchObject({ clientId: 'gse', clientSecret: 'hush', kubernetesToken: 'id', scope: 'openid profile email' });
  expect(issuerOf(readSettings(apiSettings, { argv: [], env: { GSE_SEAL_KEY_FILE: '/key' } }))).toBeUndefined();
  expect(() => readPassword('GSE_OIDC_CLIENT_SECRET_FILE', file('empty', '\n'))).toThrow(/is empty/);
});
