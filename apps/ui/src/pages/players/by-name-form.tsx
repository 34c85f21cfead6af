import { useState, type ReactNode } from 'react';
import { Button } from '../../parts/button.tsx';
import { Choice, TextInput } from '../../parts/field.tsx';
import { playersWords } from '../../words/players.ts';
import type { Act } from './acts.ts';
import type { PlannedAct } from './act-dialog.tsx';

const text = playersWords.byName;
const LONGEST_NAME = 64;

/** Acts on somebody who is not on, by name. */
export function ByNameForm({ acts, onAct }: { readonly acts: readonly Act[]; readonly onAct: (act: PlannedAct) => void }): ReactNode {
  const [player, setPlayer] = useState('');
  const [chosen, setChosen] = useState<Act>();
  const act = chosen !== undefined && acts.includes(chosen) ? chosen : acts[0];
  if (act === undefined) return null;
  return (
    <form
      aria-labelledby="by-name"
      className="card p-4 sm:p-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (player.trim() !== '') onAct({ act, player: player.trim() });
      }}
    >
      <h2 id="by-name" className="font-semibold">
        {text.title}
      </h2>
      <p className="text-sm text-ink-2">{text.hint}</p>
      <div className="mt-3 flex flex-wrap gap-2">
        <TextInput
          aria-label={text.player}
          placeholder={text.player}
          value={player}
          maxLength={LONGEST_NAME}
          autoComplete="off"
          spellCheck={false}
          className="min-w-40 flex-1"
          onChange={(event) => setPlayer(event.target.value)}
        />
        <Choice
          aria-label={text.act}
          value={act}
          className="min-w-40 flex-1"
          onChange={(event) => setChosen(acts.find((offered) => offered === event.target.value))}
        >
          {acts.map((offered) => (
            <option key={offered} value={offered}>
              {playersWords.acts[offered].label}
            </option>
          ))}
        </Choice>
        <Button type="submit" disabled={player.trim() === ''}>
          {text.go}
        </Button>
      </div>
    </form>
  );
}
