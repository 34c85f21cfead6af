import { credentialsName } from '@gse/server-objects';
import { isAlreadyExists, isNotFound, ownerReference, secrets, type KubeClient, type Secret } from '@gse/kube';
import type { OrderMapping } from '@gse/package-source';
import type { AnyGame } from '@gse/sdk';
import { personSecrets } from '../catalogue/game-view.ts';
import { invalid } from '../errors.ts';
import type { GameServer } from '@gse/server-objects';
import type { Place } from '../kinds.ts';
import { credentialProblems } from '../ordering/complaints.ts';

/** Values by id; they go into the Secret of the server and never come back. */
export type SecretValues = Readonly<Record<string, string | null>>;

/** The Secret with the credentials of a server. */
export function secretPlace(place: Place, spec: Pick<GameServer['spec'], 'secretName'>): Place {
  return { namespace: place.namespace, name: credentialsName(place.name, spec) };
}

/**
 * The credentials that can be kept; an empty one is none.
 * @throws ApiError for ids the game does not ask a person for, and for values that cannot be
 */
export function checkSecrets(game: AnyGame, mapping: OrderMapping | undefined, values: Readonly<Record<string, unknown>>): SecretValues {
  const known = personSecrets(game).map(([id]) => id);
  const refused = mapping === undefined ? [] : credentialProblems(mapping, values);
  const unknown = known.length === 0 ? 'asks for no credentials' : `asks for no such credential; known are ${known.join(', ')}`;
  const problems = Object.entries(values).flatMap(([id, value]) => {
    const path = `secrets.${id}`;
    if (!known.includes(id)) return [{ path, message: `${game.title} ${unknown}` }];
    if (value === null) return [];
    const refusal = refused.find((problem) => problem.path === path);
    if (refusal !== undefined) return [refusal];
    return typeof value === 'string' ? [] : [{ path, message: 'must be text' }];
  });
  if (problems.length > 0) throw invalid(problems);
  return Object.fromEntries(
    Object.entries(values).filter(
      (entry): entry is [string, string | null] => entry[1] === null || (typeof entry[1] === 'string' && entry[1] !== ''),
    ),
  );
}

/**
 * Puts the credentials of an order in place before the server exists, so that its first start finds them. Hands back how to
 * take them away again, for an order that fails afterwards.
 */
export async function placeSecrets(
  kube: KubeClient,
  where: Place,
  values: SecretValues,
  signal: AbortSignal,
): Promise<{ readonly created: Secret | undefined; undo(): Promise<void> }> {
  const given = Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null));
  const none = { created: undefined, undo: async () => {} };
  if (Object.keys(given).length === 0) return none;
  try {
    const created = await kube.create(
      secrets,
      { apiVersion: 'v1', kind: 'Secret', metadata: { ...where }, type: 'Opaque', stringData: given },
      { signal },
    );
    return { created, undo: async () => await kube.delete(secrets, where, { preconditions: { uid: created.metadata.uid } }) };
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
    // One that a person made, or that is left over: completed, and not ours to remove.
    await patchSecrets(kube, where, given, signal);
    return none;
  }
}

/** Makes a Secret go when its server goes. */
export async function adoptSecret(kube: KubeClient, secret: Secret, server: GameServer, signal: AbortSignal): Promise<void> {
  await kube.patch(secrets, secret.metadata, { metadata: { ownerReferences: [ownerReference(server)] } }, { signal });
}

/** Changes single credentials; null removes one. */
export async function patchSecrets(kube: KubeClient, where: Place, values: SecretValues, signal: AbortSignal): Promise<void> {
  const data = Object.fromEntries(
    Object.entries(values).map(([id, value]) => [id, value === null ? null : Buffer.from(value, 'utf8').toString('base64')]),
  );
  try {
    await kube.patch(secrets, where, { data }, { signal });
  } catch (error) {
    if (!isNotFound(error)) throw error;
    await placeSecrets(kube, where, values, signal);
  }
}

/** Which of the credentials people give are there. Values are not looked at. */
export async function presentSecrets(
  reader: KubeClient,
  where: Place,
  game: AnyGame | undefined,
  signal: AbortSignal,
): Promise<{ id: string; title: string; present: boolean }[]> {
  const asked = game === undefined ? [] : personSecrets(game);
  if (asked.length === 0) return [];
  let present: ReadonlySet<string> = new Set();
  try {
    const { data } = await reader.get(secrets, where, { signal });
    present = new Set(
      Object.entries(data ?? {})
        .filter(([, value]) => value !== '')
        .map(([id]) => id),
    );
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  return asked.map(([id, { title }]) => ({ id, title, present: present.has(id) }));
}
