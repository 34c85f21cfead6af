import { Plus, X } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import type { PlayerListName, PlayerLists } from '../../api/types.ts';
import { Button, IconButton } from '../../parts/button.tsx';
import { TextInput } from '../../parts/field.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { playersWords } from '../../words/players.ts';
import { listActs, type Act } from './acts.ts';
import type { PlannedAct } from './act-dialog.tsx';

const text = playersWords.lists;
/** So many are read at a glance; the rest comes when it is wanted. */
const SHOWN_FIRST = 8;
const LONGEST_NAME = 64;

/** One list the game keeps: who is on it, put somebody on, take somebody off. */
export function GameList({
  list,
  content,
  has,
  onAct,
}: {
  readonly list: PlayerListName;
  readonly content: NonNullable<PlayerLists[PlayerListName]>;
  readonly has: readonly Act[];
  readonly onAct: (act: PlannedAct) => void;
}): ReactNode {
  const titleId = useId();
  const [showsAll, setShowsAll] = useState(false);
  const { add, remove } = listActs[list];
  const { title, hint, empty } = text[list];
  return (
    <section aria-labelledby={titleId} className="card flex flex-col">
      <div className="px-4 pt-4 sm:px-5">
        <h3 id={titleId} className="font-semibold">
          {title}
        </h3>
        <p className="text-sm text-ink-2">{hint}</p>
      </div>
      {!content.known ? (
        <p className="grow px-4 py-3 text-ink-2 sm:px-5">
          {text.unknown} {content.reason}
        </p>
      ) : content.players.length === 0 ? (
        <p className="grow px-4 py-3 text-ink-3 sm:px-5">{empty}</p>
      ) : (
        <ul className="grow py-2">
          {content.players.slice(0, showsAll ? undefined : SHOWN_FIRST).map(({ name, reason, since }) => (
            <li key={name} className="flex items-center gap-2 pr-2 pl-4 sm:pl-5">
              <div className="min-w-0 grow py-1">
                <p className="truncate">{name}</p>
                {reason === undefined && since === undefined ? null : (
                  <p className="text-sm wrap-anywhere text-ink-3">
                    {reason === undefined ? '' : text.because(reason)} {since === undefined ? null : <TimeText at={since} />}
                  </p>
                )}
              </div>
              {has.includes(remove) ? (
                <IconButton label={playersWords.acts[remove].title(name)} onClick={() => onAct({ act: remove, player: name })}>
                  <X aria-hidden className="size-4" />
                </IconButton>
              ) : null}
            </li>
          ))}
          {showsAll || content.players.length <= SHOWN_FIRST ? null : (
            <li className="px-2 sm:px-3">
              <Button look="quiet" size="small" onClick={() => setShowsAll(true)}>
                {text.showAll(content.players.length)}
              </Button>
            </li>
          )}
          {content.more === undefined ? null : <li className="px-4 py-1 text-sm text-ink-3 sm:px-5">{text.more(content.more)}</li>}
        </ul>
      )}
      {has.includes(add) ? <AddByName label={text.addTo(title)} onAdd={(player) => onAct({ act: add, player })} /> : null}
    </section>
  );
}

function AddByName({ label, onAdd }: { readonly label: string; readonly onAdd: (player: string) => void }): ReactNode {
  const [name, setName] = useState('');
  return (
    <form
      className="flex gap-2 border-t border-line p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === '') return;
        onAdd(name.trim());
        setName('');
      }}
    >
      <TextInput
        aria-label={label}
        placeholder={playersWords.byName.player}
        value={name}
        maxLength={LONGEST_NAME}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" disabled={name.trim() === ''} icon={<Plus aria-hidden className="size-4" />}>
        {text.add}
      </Button>
    </form>
  );
}
