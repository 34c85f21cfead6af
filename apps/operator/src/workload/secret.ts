import { AGENT_TOKEN_SECRET } from '@gse/agent-client';
import { isAlreadyExists, isNotFound, ownerReference, secrets, type OwnerReference, type Secret } from '@gse/kube';
import { ANNOTATIONS, LABELS } from '@gse/resources';
import type { AnyGame } from '@gse/sdk';
import { credentialsName, type GameServer } from '@gse/server-objects';
import type { Caches } from '../caches.ts';
import type { OperatorContext } from '../context.ts';
import { versionOf } from '../world/merge-patch.ts';
import type { Work } from './ensure.ts';
import { ownedMeta } from './names.ts';

/** What the credentials of a server are made from. */
interface CredentialsWork extends Pick<Work, 'server' | 'game' | 'signal'> {
  readonly context: Pick<OperatorContext, 'client' | 'randomBytes'>;
  readonly caches: Pick<Caches, 'secrets'>;
}

/** Characters of generated secrets: none that any game's configuration or console would have to quote. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const AGENT_TOKEN_LENGTH = 48;

/** Adds generated credentials that are missing; never reads them out and never changes one that exists. */
export async function ensureSecret({ context, caches, server, game, signal }: CredentialsWork): Promise<void> {
  const { client, randomBytes } = context;
  const ref = { name: credentialsName(server.metadata.name, server.spec), namespace: server.metadata.namespace };
  const cached = caches.secrets.cache.get(ref.namespace, ref.name);
  const missing = missingCredentials(game, cached?.data ?? {}, randomBytes);
  if (cached !== undefined && Object.keys(missing).length === 0 && ownersAsAsked(cached, server) === undefined) return;
  if (cached === undefined && server.spec.secretName === undefined) {
    try {
      const draft = { apiVersion: 'v1', kind: 'Secret', metadata: ownedMeta(server, ref.name), type: 'Opaque', stringData: missing };
      return caches.secrets.observe(await client.create(secrets, draft, { signal }));
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
    }
  }
  // A person may have filled it in since it was last heard of, and what they chose is never written over.
  const current = await client.get(secrets, ref, { signal }).catch(orUndefined);
  // A Secret that a person or a chart made stays theirs: it is found by the label and completed, not owned. One that several
  // servers share keeps the label of the first.
  const labels = { [LABELS.server]: current?.metadata.labels?.[LABELS.server] ?? server.metadata.name };
  const owners = current && ownersAsAsked(current, server);
  const stringData = missingCredentials(game, current?.data ?? {}, randomBytes);
  if (current && owners === undefined && Object.keys(stringData).length === 0) return caches.secrets.observe(current);
  const completed =
    current === undefined
      ? await client.create(
          secrets,
          { apiVersion: 'v1', kind: 'Secret', metadata: ownedMeta(server, ref.name), type: 'Opaque', stringData },
          { signal },
        )
      : await client.patch(
          secrets,
          ref,
          { metadata: { ...versionOf(current), labels, ...(owners && { ownerReferences: owners }) }, stringData },
          { signal },
        );
  caches.secrets.observe(completed);
}

/**
 * The owners of a Secret whose maker asks with an annotation that it goes when the server is gone, and not before; undefined
 * where nothing is to change. Helm would delete it first, and the last save of a game needs its password.
 */
function ownersAsAsked(secret: Secret, server: GameServer): OwnerReference[] | undefined {
  const { annotations, ownerReferences = [] } = secret.metadata;
  if (annotations?.[ANNOTATIONS.goesWithServer] !== 'true' || ownerReferences.some(({ uid }) => uid === server.metadata.uid)) return;
  return [...ownerReferences, { ...ownerReference(server), controller: false }];
}

function orUndefined(error: unknown): Secret | undefined {
  if (isNotFound(error)) return undefined;
  throw error;
}

/** The generated credentials that a server's Secret does not hold yet; existing ones are never changed. */
export function missingCredentials(
  game: AnyGame,
  existing: Readonly<Record<string, string>>,
  randomBytes: (size: number) => Uint8Array,
): Record<string, string> {
  const wanted = new Map<string, number>([[AGENT_TOKEN_SECRET, AGENT_TOKEN_LENGTH]]);
  for (const [id, secret] of Object.entries(game.secrets)) {
    if (secret.generate !== undefined) wanted.set(id, secret.generate);
  }
  const missing: Record<string, string> = {};
  for (const [id, length] of wanted) {
    if (existing[id] === undefined || existing[id] === '') missing[id] = randomText(length, randomBytes);
  }
  return missing;
}

/** Text without bias: bytes that do not divide evenly are drawn again. */
function randomText(length: number, randomBytes: (size: number) => Uint8Array): string {
  const limit = 256 - (256 % ALPHABET.length);
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < limit && text.length < length) text += ALPHABET.charAt(byte % ALPHABET.length);
    }
  }
  return text;
}
