import { isDeepStrictEqual } from 'node:util';
import type { Fix, GameServerSpec, Reason } from '@gse/resources';
import { planServer, type AnyGame, type Diagnosis } from '@gse/sdk';
import type { GameServer } from '@gse/server-objects';
import { isRecord } from './merge-patch.ts';

/**
 * The fix that a reason names, as this edition itself would make it; undefined where it would not. A status is not written by
 * whoever clicks on its fix: part of it comes from the container of the game, and what it says happens with the rights of the
 * one who clicks. So a patch has to be the one that the game's own diagnosis has for this reason and this order, or one of the
 * few of the operator; the words on the button, too.
 */
export function knownFix(game: AnyGame | undefined, { spec, status }: GameServer, reason: Reason): Fix | undefined {
  const { fix } = reason;
  if (fix?.kind !== 'patch') return fix;
  const diagnosis = game?.diagnoses.find(({ id }) => id === reason.code);
  const lines = [...(reason.evidence ?? []), ...(status?.crash?.lines ?? [])];
  const candidates = [...(diagnosis ? fixesOf(diagnosis, spec, lines) : []), ...operatorFixes(game, spec, reason.code)];
  return candidates.find((candidate) => isSame(candidate, fix));
}

/** What a diagnosis may come to, depending on the line that was matched. */
function fixesOf({ fix, pattern }: Diagnosis, spec: GameServerSpec, lines: readonly string[]): Fix[] {
  if (typeof fix !== 'function') return fix === undefined ? [] : [fix];
  const matches = lines.map((line) => pattern?.exec(line) ?? undefined).filter((match) => match !== undefined);
  return [undefined, ...matches].flatMap((match) => fix({ spec, match }) ?? []);
}

/** What the operator itself offers as a patch: in `wish.ts` and `phase.ts` of the SDK's lifecycle, and for addresses. */
function operatorFixes(game: AnyGame | undefined, spec: GameServerSpec, code: string): Fix[] {
  const fixes: Fix[] = [];
  const planned = code === 'LicenceNotAccepted' && game !== undefined ? planServer(game, spec) : undefined;
  const licence = planned?.ok === true ? planned.plan.missingLicences[0] : undefined;
  if (licence !== undefined) {
    const others = (spec.licences ?? []).filter(({ id }) => id !== licence.id);
    fixes.push(patch(`Accept ${licence.title}`, { licences: [...others, { id: licence.id, accepted: true }] }));
  }
  if (code === 'GameExited') fixes.push(patch('Keep it stopped', { state: 'Stopped' }));
  // Under whatever code the platform refuses an address.
  if ((spec.network?.type ?? 'LoadBalancer') === 'LoadBalancer')
    fixes.push(patch('Use a port of the node instead', { network: { type: 'NodePort' } }));
  return fixes;
}

function patch(title: string, spec: Record<string, unknown>): Fix {
  return { kind: 'patch', title, patch: { spec } };
}

/** Nulls, with which a patch takes something away, may be lost on the way into a status. */
function isSame(known: Fix, shown: Fix): boolean {
  return known.kind === shown.kind && known.title === shown.title && isDeepStrictEqual(plain(known.patch), plain(shown.patch));
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== undefined && inner !== null);
  return Object.fromEntries(kept.map(([key, inner]) => [key, plain(inner)]));
}
