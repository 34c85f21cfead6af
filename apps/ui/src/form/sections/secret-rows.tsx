import { KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Game } from '../../api/types.ts';
import { Button } from '../../parts/button.tsx';
import { formWords } from '../../words/form.ts';
import { idOf, problemsAt, useForm } from '../form-context.ts';
import { SecretInput } from '../inputs/secret-input.tsx';

const text = formWords.secrets;

/** What was typed, by id; null removes. Stays in memory only and is never shown again after it was sent. */
export type SecretDraft = Readonly<Record<string, string | null>>;

/** Passwords and tokens the game can use. */
export function SecretRows({
  game,
  present,
  draft,
  onChange,
}: {
  readonly game: Game;
  /** Those that are set already. */
  readonly present: ReadonlySet<string>;
  readonly draft: SecretDraft;
  readonly onChange: (draft: SecretDraft) => void;
}): ReactNode {
  const { problems } = useForm();
  return game.secrets.map(({ id: secret, title, description, required, shown }) => {
    const path = `secrets.${secret}`;
    const id = idOf(path);
    const value = draft[secret];
    const problem = problemsAt(problems, path)[0]?.message;
    const set = (next: string | null): void => {
      const { [secret]: _, ...others } = draft;
      onChange(next === '' ? others : { ...others, [secret]: next });
    };
    const isPresent = present.has(secret);
    return (
      <div
        key={secret}
        id={`${id}-row`}
        className="relative scroll-mt-24 scroll-mb-40 px-4 py-4 sm:grid sm:grid-cols-[minmax(0,1fr)_minmax(0,20rem)] sm:gap-x-10 sm:px-6"
      >
        {isPresent && value !== undefined ? <span aria-hidden className="absolute inset-y-3 left-0 w-1 rounded-r-full bg-accent" /> : null}
        <div>
          <label htmlFor={id} className="font-medium">
            {title}
          </label>
          {required ? null : <span className="ml-2 text-sm text-ink-3">{text.optional}</span>}
          <p id={`${id}-hint`} className="mt-0.5 text-sm text-ink-2">
            {description}
          </p>
        </div>
        <div className="mt-2 space-y-1.5 sm:mt-0">
          <SecretInput
            id={id}
            value={value ?? ''}
            onChange={set}
            isSecret={!shown}
            placeholder={isPresent ? text.keep : undefined}
            aria-describedby={`${id}-hint`}
            aria-invalid={problem === undefined ? undefined : true}
          />
          {problem === undefined ? null : (
            <p role="alert" className="text-sm font-medium text-bad">
              {problem}
            </p>
          )}
          {isPresent ? (
            <div className="flex min-h-9 flex-wrap items-center justify-between gap-2 text-sm text-ink-2">
              <span className="inline-flex items-center gap-1.5">
                <KeyRound aria-hidden className="size-4 text-ink-3" />
                {value === null ? text.removing : text.present}
              </span>
              <Button look="quiet" size="small" onClick={() => set(value === null ? '' : null)}>
                {value === null ? formWords.undo : text.remove}
              </Button>
            </div>
          ) : null}
        </div>
      </div>
    );
  });
}
