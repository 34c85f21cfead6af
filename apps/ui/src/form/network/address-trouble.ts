import { isRecord } from '../schema.ts';

interface Told {
  readonly message: string;
  readonly fix?: { readonly patch?: Readonly<Record<string, unknown>> };
}

/** True for a reason whose way out is another network: an address that cannot be had. */
export function isAboutAddress(reason: Told | undefined): boolean {
  const spec = reason?.fix?.patch?.['spec'];
  return isRecord(spec) && Object.hasOwn(spec, 'network');
}

/** Why a server has no address, in the platform's words; undefined where nothing is known to be wrong. */
export function addressTrouble({
  network,
  reason,
}: {
  readonly network?: { readonly state: string; readonly message?: string };
  readonly reason?: Told;
}): string | undefined {
  if (isAboutAddress(reason)) return reason?.message;
  return network === undefined || network.state === 'Ready' ? undefined : network.message;
}
