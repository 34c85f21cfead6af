import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { answered, api } from '../../api/client.ts';
import { serverQuery } from '../../api/queries.ts';
import type { NetworkOffer, Preview } from '../../api/types.ts';
import { problemsOf } from '../../form/check.ts';
import { conflictsOf, isSame, patchOf, specWith, type Spec } from '../../form/edits.ts';
import type { FormContextValue } from '../../form/form-context.ts';
import { useServerNetwork } from '../../form/network/network-offer.ts';
import { fieldProblems, standing, type Refusal } from '../../form/refusal.ts';
import type { SecretDraft } from '../../form/sections/secret-rows.tsx';
import { sentence } from '../../form/sentence.ts';
import { titleOf } from '../../form/titles.ts';
import { useDebounced } from '../../form/use-debounced.ts';
import { useEdits } from '../../form/use-edits.ts';
import { say } from '../../parts/messages.ts';
import { settingsWords } from '../../words/settings.ts';
import { formWords } from '../../words/form.ts';
import type { ServerPageContext } from '../server/server-context.ts';
import { countWhens, outcomesOf, type Outcome } from './outcome.ts';

const REST_MS = 400;

/** Changes of a server that are being made. */
export interface SettingsState {
  readonly form: FormContextValue;
  readonly secrets: SecretDraft;
  /** What may be chosen of how players reach the server; undefined until that is known. */
  readonly network: NetworkOffer | undefined;
  /** What becomes of every change, credentials among them. */
  readonly outcomes: readonly Outcome[];
  /** What the server says the changes mean; undefined until it has. */
  readonly preview: Preview | undefined;
  readonly isApplying: boolean;
  /** Why the last try failed, when it was about no single field. */
  readonly failure: unknown;
  setSecrets(secrets: SecretDraft): void;
  apply(): void;
  discard(): void;
}

/** A field that is about to be changed was changed by somebody else, and the reader has not seen it yet. */
class ChangedMeanwhile extends Error {
  readonly path: string;
  constructor(path: string) {
    super(formWords.conflict.title);
    this.path = path;
  }
}

/**
 * Keeps what somebody changes about a server, over the server as it lives, and applies it.
 * @param onUnseen called with a field that somebody else has changed, instead of writing over it unseen
 */
export function useSettings({ place, server, summary, game }: ServerPageContext, onUnseen: (path: string) => void): SettingsState {
  const queries = useQueryClient();
  const spec = server.spec as Spec;
  const { edits, change, undo, keep, clear } = useEdits(spec);
  const [secrets, setSecrets] = useState<SecretDraft>({});
  const [refusal, setRefusal] = useState<Refusal>();

  const wished = useMemo(() => specWith(spec, edits), [spec, edits]);
  const found = useMemo(() => problemsOf(game, wished, spec), [game, wished, spec]);
  const patch = useMemo(() => patchOf(spec, edits), [spec, edits]);
  const conflicts = useMemo(() => conflictsOf(spec, edits), [spec, edits]);
  const hasPatch = Object.keys(patch).length > 0;
  const preview = usePreview(place, patch, hasPatch && found.length === 0);

  const apply = useMutation({
    mutationFn: async () => {
      // What somebody else changed a moment ago is shown before it is written over.
      const newest = (await queries.query({ ...serverQuery(place), staleTime: 0 })).spec as Spec;
      const now = conflictsOf(newest, edits);
      const [unseen] = [...now].filter(([path, value]) => !conflicts.has(path) || !isSame(conflicts.get(path), value));
      if (unseen !== undefined) throw new ChangedMeanwhile(unseen[0]);
      return await answered(
        api.PATCH('/api/v1/servers/{namespace}/{name}', {
          params: { path: { ...place } },
          body: { ...(hasPatch && { spec: patchOf(newest, edits) }), ...(Object.keys(secrets).length > 0 && { secrets: { ...secrets } }) },
        }),
      );
    },
    onSuccess: (changed) => {
      queries.setQueryData(['server', place.namespace, place.name, 'whole'], changed);
      clear();
      setSecrets({});
      setRefusal(undefined);
      say(settingsWords.saved(countWhens(outcomes).map(([when, count]) => settingsWords.bar.when[when](count))));
    },
    onError: (error) => {
      if (error instanceof ChangedMeanwhile) onUnseen(error.path);
      else setRefusal({ spec: wished, problems: fieldProblems(error) });
    },
  });

  const problems = [...found, ...(preview.problems ?? standing(refusal, wished))];
  const outcomes = [
    ...outcomesOf(game, spec, edits, preview.answer, isRunning(summary.phase)),
    ...secretOutcomes(secrets, summary.phase),
  ].map((outcome) => ({
    ...outcome,
    title: titleOf(game, outcome.path) ?? outcome.title,
  }));
  return {
    form: {
      spec,
      edits,
      problems,
      conflicts,
      staged: useMemo(() => stagedOf(server), [server]),
      isOrder: false,
      change,
      undo,
      keep,
    },
    secrets,
    network: useServerNetwork(place),
    outcomes,
    preview: preview.answer,
    isApplying: apply.isPending,
    failure:
      apply.isError && !(apply.error instanceof ChangedMeanwhile) && fieldProblems(apply.error).length === 0 ? apply.error : undefined,
    setSecrets,
    apply: () => apply.mutate(),
    discard() {
      clear();
      setSecrets({});
      setRefusal(undefined);
      apply.reset();
    },
  };
}

/** What the server says a patch means, once the reader rests. Live: its key lies below the server's. */
function usePreview(
  { namespace, name }: ServerPageContext['place'],
  patch: Spec,
  isWorthAsking: boolean,
): { readonly answer: Preview | undefined; readonly problems: readonly { readonly path: string; readonly message: string }[] | undefined } {
  const text = JSON.stringify(patch);
  const rested = useDebounced(text, REST_MS);
  const isAsked = isWorthAsking && rested === text;
  const preview = useQuery({
    queryKey: ['server', namespace, name, 'preview', rested],
    queryFn: async ({ signal }): Promise<Preview> =>
      await answered(
        api.POST('/api/v1/servers/{namespace}/{name}/preview', {
          params: { path: { namespace, name } },
          body: { spec: JSON.parse(rested) as Record<string, unknown> },
          signal,
        }),
      ),
    enabled: isAsked,
    retry: false,
    gcTime: 60_000,
  });
  if (!isAsked) return { answer: undefined, problems: undefined };
  return {
    answer: preview.isError ? undefined : preview.data,
    problems: preview.isError ? fieldProblems(preview.error) : preview.isSuccess ? [] : undefined,
  };
}

function secretOutcomes(secrets: SecretDraft, phase: string): readonly Outcome[] {
  return Object.entries(secrets).map(([id, value]) => ({
    path: `secrets.${id}`,
    title: id,
    when: isRunning(phase) ? 'restart' : 'start',
    from: undefined,
    to: value === null ? settingsWords.preview.secretRemoved : settingsWords.preview.secret,
  }));
}

/** Whether a game is there that a change could be noticed by. */
function isRunning(phase: string): boolean {
  return phase === 'Running' || phase === 'Starting';
}

/** What waits for a restart, by the fields that show it. */
function stagedOf({ spec, status }: ServerPageContext['server']): ReadonlyMap<string, string> {
  const staged = new Map<string, string>();
  for (const { path, message } of status.staged ?? []) {
    const waits = sentence(message ?? settingsWords.staged.waits);
    staged.set(path === 'network' ? 'network.type' : path, waits);
    if (path.startsWith('resources.') && spec.resources === undefined) staged.set('size', waits);
  }
  return staged;
}
