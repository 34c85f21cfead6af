import { CircleCheck, ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Game } from '../../api/types.ts';
import { CheckBox } from '../../parts/check-box.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { formWords } from '../../words/form.ts';
import { ownValue, shownValue } from '../edits.ts';
import { idOf, problemsAt, useForm } from '../form-context.ts';
import { isRecord } from '../schema.ts';
import { Section } from '../section.tsx';

const text = formWords.licences;

/** What the publisher of the game wants a person to accept. Nothing is ticked for anybody. */
export function LicencesSection({ game }: { readonly game: Game }): ReactNode {
  const { spec, edits, problems, change } = useForm();
  if (game.licences.length === 0) return null;
  const given = licencesIn(shownValue(spec, edits, 'licences', []));
  const saved = licencesIn(ownValue(spec, 'licences'));
  const isSettled = game.licences.every(({ id }) => saved.some((licence) => licence.id === id && licence.accepted));
  return (
    <Section id="section-licences" title={text.title} lead={isSettled ? undefined : text.lead}>
      <ul className="divide-y divide-line/70">
        {game.licences.map((licence) => {
          const path = `licences.${licence.id}`;
          const id = idOf(path);
          const record = saved.find((known) => known.id === licence.id && known.accepted);
          const problem = problemsAt(problems, path)[0]?.message;
          const accept = (accepted: boolean): void =>
            change(
              'licences',
              [...given.filter((other) => other.id !== licence.id), ...(accepted ? [{ id: licence.id, accepted }] : [])],
              [],
            );
          return (
            <li key={licence.id} id={`${id}-row`} className="scroll-mt-24 space-y-2 px-4 py-4 sm:px-6">
              <p className="flex flex-wrap items-baseline gap-x-3">
                <span className="font-medium">{licence.title}</span>
                <a
                  href={safeHref(licence.url)}
                  target="_blank"
                  rel="noreferrer"
                  className="inline-flex min-h-9 items-center gap-1 text-sm font-medium text-accent hover:underline"
                >
                  {text.read}
                  <ExternalLink aria-hidden className="size-3.5" />
                  <span className="sr-only">: {licence.title}</span>
                </a>
              </p>
              <p className="text-sm text-ink-2">{licence.summary}</p>
              {record === undefined ? (
                <CheckBox
                  id={id}
                  isOn={given.some((other) => other.id === licence.id && other.accepted)}
                  onChange={accept}
                  aria-invalid={problem === undefined ? undefined : true}
                  aria-describedby={problem === undefined ? undefined : `${id}-problem`}
                >
                  <span className="font-medium">{text.accept(licence.title)}</span>
                </CheckBox>
              ) : (
                <p className="flex flex-wrap items-center gap-x-2 text-sm text-good">
                  <CircleCheck aria-hidden className="size-4" />
                  {record.acceptedBy === undefined ? text.accepted : text.acceptedBy(record.acceptedBy)}
                  {record.acceptedAt === undefined ? null : (
                    <span className="text-ink-2">
                      <TimeText at={record.acceptedAt} />
                    </span>
                  )}
                </p>
              )}
              {problem === undefined ? null : (
                <p id={`${id}-problem`} role="alert" className="text-sm font-medium text-bad">
                  {problem}
                </p>
              )}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

interface Licence {
  readonly id: string;
  readonly accepted: boolean;
  readonly acceptedBy?: string;
  readonly acceptedAt?: string;
}

function licencesIn(value: unknown): readonly Licence[] {
  return Array.isArray(value) ? value.filter((entry): entry is Licence => isRecord(entry) && typeof entry['id'] === 'string') : [];
}

function safeHref(href: string): string | undefined {
  return /^https?:\/\//.test(href) ? href : undefined;
}
