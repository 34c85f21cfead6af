import { useState, type ReactNode } from 'react';
import type { Game } from '../../api/types.ts';
import { Choice, TextInput } from '../../parts/field.tsx';
import { Switch } from '../../parts/switch.tsx';
import { formWords } from '../../words/form.ts';
import { commonDefault } from '../common-words.ts';
import { useFormField } from '../form-context.ts';
import { FormRow } from '../form-row.tsx';
import { isRecord } from '../schema.ts';

const text = formWords.warnings;
const HOURS = [1, 4, 12, 24] as const;

/** How players are treated before a stop or a restart. */
export function WarningRows({ game }: { readonly game: Game }): ReactNode {
  const announce = useFormField('disruption.announceSeconds', commonDefault(game, 'disruption.announceSeconds'));
  const wait = useFormField('disruption.onlyWhenEmpty', undefined);
  const [typed, setTyped] = useState(() => textOf(announce.value));
  const shown = JSON.stringify(secondsOf(typed)) === JSON.stringify(announce.value) ? typed : textOf(announce.value);
  const deadline = isRecord(wait.value) && typeof wait.value['deadline'] === 'string' ? wait.value['deadline'] : undefined;
  return (
    <>
      <FormRow field={announce} title={text.announce} hint={text.announceHint} show={(value) => text.secondsBefore(textOf(value))}>
        {(ids) => (
          <div className="flex items-center gap-3">
            <TextInput
              {...ids}
              className="tabular w-40!"
              autoComplete="off"
              value={shown}
              onChange={({ target }) => {
                setTyped(target.value);
                announce.set(secondsOf(target.value));
              }}
            />
            <span className="text-ink-2">{text.announceUnit}</span>
          </div>
        )}
      </FormRow>
      <FormRow
        field={wait}
        title={text.wait}
        hint={text.waitHint}
        layout="end"
        isGroup
        show={(value) => (value === undefined ? formWords.off : formWords.on)}
      >
        {({ id }, labelId) => (
          <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
            {deadline === undefined ? null : (
              <Choice
                className="w-auto!"
                aria-label={text.deadline}
                value={deadline}
                onChange={({ target }) => wait.set({ deadline: target.value })}
              >
                {HOURS.some((hours) => `${hours}h` === deadline) ? null : <option value={deadline}>{deadline}</option>}
                {HOURS.map((hours) => (
                  <option key={hours} value={`${hours}h`}>
                    {text.atMost(hours)}
                  </option>
                ))}
              </Choice>
            )}
            <Switch
              id={id}
              isOn={deadline !== undefined}
              onChange={(isOn) => wait.set(isOn ? { deadline: '4h' } : undefined)}
              aria-labelledby={labelId}
            />
          </div>
        )}
      </FormRow>
    </>
  );
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value ?? '');
}

/** The seconds that were typed; the text itself where it is no list of numbers. */
function secondsOf(typed: string): readonly number[] | string {
  const parts = typed.split(/[\s,;]+/).filter(Boolean);
  return parts.every((part) => /^[0-9]+$/.test(part)) ? parts.map(Number) : typed;
}
