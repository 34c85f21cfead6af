import { SettingsError, type SettingsValues } from '@gse/process';
import type { IssuerOptions } from '../session/oidc/issuer.ts';
import { readPassword } from './secret-files.ts';
import type { apiSettings } from './settings.ts';

type Settings = SettingsValues<typeof apiSettings>;

/** The issuer that the settings name; undefined where people sign in with tokens. @throws SettingsError */
export function issuerOf(settings: Settings): IssuerOptions | undefined {
  const { oidcIssuer: issuer, oidcClientId: clientId, oidcClientSecretFile: secretFile, publicUrl } = settings;
  if (issuer === undefined) return undefined;
  if (clientId === undefined || publicUrl === undefined)
    throw new SettingsError([
      ...(clientId === undefined ? ['GSE_OIDC_CLIENT_ID is needed with GSE_OIDC_ISSUER'] : []),
      ...(publicUrl === undefined ? ['GSE_PUBLIC_URL is needed with GSE_OIDC_ISSUER, because the issuer sends browsers back there'] : []),
    ]);
  return {
    issuer,
    internalUrl: settings.oidcInternalUrl,
    clientId,
    ...(secretFile !== undefined && { clientSecret: readPassword('GSE_OIDC_CLIENT_SECRET_FILE', secretFile) }),
    scope: settings.oidcScope,
    kubernetesToken: settings.oidcToken,
    publicUrl,
  };
}
