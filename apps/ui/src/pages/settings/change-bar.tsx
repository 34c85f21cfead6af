import { ChevronUp, TriangleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { Game } from '../../api/types.ts';
import { Button } from '../../parts/button.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { settingsWords } from '../../words/settings.ts';
import { OutcomeList } from './outcome-list.tsx';
import { countWhens } from './outcome.ts';
import type { SettingsState } from './use-settings.ts';

const text = settingsWords.bar;

/** What was changed and what becomes of it, always in sight; applies or discards it. */
export function ChangeBar({
  game,
  settings,
  online,
  onGo,
  onApply,
}: {
  readonly game: Game;
  readonly settings: SettingsState;
  readonly online: number | undefined;
  readonly onGo: (path: string) => void;
  readonly onApply: () => void;
}): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const { outcomes, form, preview } = settings;
  const [problem] = form.problems;
  const [conflict] = form.conflicts.keys();
  const sentence = text.sentence(
    text.changes(outcomes.length),
    countWhens(outcomes).map(([when, count]) => text.when[when](count)),
  );
  return (
    <section aria-label={text.label} className="sticky bottom-20 z-20 rounded-card border border-line bg-raised shadow-pop sm:bottom-4">
      {isOpen ? (
        <div className="max-h-[45dvh] overflow-y-auto border-b border-line p-4 sm:px-5">
          <OutcomeList
            game={game}
            outcomes={outcomes}
            online={online}
            place={settings.network?.place}
            isLicenceMissing={(preview?.missingLicences.length ?? 0) > 0}
          />
        </div>
      ) : null}
      {settings.failure === undefined ? null : (
        <div className="p-3 pb-0">
          <FailureNote title={text.failed} error={settings.failure} />
        </div>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 p-3 sm:pl-5">
        <div role="status" className="min-w-0 grow basis-60">
          <p className="font-medium">{sentence}</p>
          {problem !== undefined ? (
            <Warning text={text.problems(form.problems.length)} onLook={() => onGo(problem.path)} />
          ) : conflict === undefined ? null : (
            <Warning text={text.conflicts(form.conflicts.size)} onLook={() => onGo(conflict)} />
          )}
        </div>
        <div className="flex grow items-center justify-end gap-1.5 sm:grow-0 sm:gap-2">
          <Button
            look="quiet"
            className="mr-auto px-1.5! sm:mr-0 sm:px-3!"
            aria-expanded={isOpen}
            icon={<ChevronUp aria-hidden className={`size-4 transition-transform ${isOpen ? 'rotate-180' : ''}`} />}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? text.hideDetails : text.details}
          </Button>
          <Button className="px-3! sm:px-4!" onClick={settings.discard} disabled={settings.isApplying}>
            {text.discard}
          </Button>
          <Button look="primary" className="px-3.5! sm:px-4!" isBusy={settings.isApplying} onClick={onApply}>
            {text.apply}
          </Button>
        </div>
      </div>
    </section>
  );
}

function Warning({ text: what, onLook }: { readonly text: string; readonly onLook: () => void }): ReactNode {
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-sm text-warn">
      <TriangleAlert aria-hidden className="size-4 shrink-0" />
      {what}
      <button type="button" className="min-h-9 rounded-md font-medium underline underline-offset-2" onClick={onLook}>
        {text.look}
      </button>
    </p>
  );
}
