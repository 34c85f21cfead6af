import type { ReactNode } from 'react';
import type { Game } from '../../api/types.ts';
import { Field, TextInput } from '../../parts/field.tsx';
import { formWords } from '../../words/form.ts';
import { useFormField } from '../form-context.ts';
import { FormRow } from '../form-row.tsx';
import { OptionCards } from '../inputs/option-cards.tsx';
import { isRecord } from '../schema.ts';
import { optionLabel } from '../show-value.ts';

const text = formWords.version;
const RECOMMENDED = 'recommended';
const PIN = 'pin';
const CHANNEL = 'channel ';

/** Which version of the game runs: the recommended one, a line that is followed, or exactly one. */
export function VersionRows({ game }: { readonly game: Game }): ReactNode {
  const field = useFormField('version', undefined);
  const { channel, pin } = versionIn(field.value);
  const { recommended, channels } = game.versions;
  const chosen = pin !== undefined ? PIN : channel === undefined ? RECOMMENDED : `${CHANNEL}${channel}`;
  const choose = (id: string): void =>
    field.set(id === RECOMMENDED ? undefined : id === PIN ? { pin: recommended } : { channel: id.slice(CHANNEL.length) });
  const show = (value: unknown): string => {
    const wished = versionIn(value);
    return wished.pin ?? (wished.channel === undefined ? text.recommended : optionLabel(wished.channel));
  };
  return (
    <FormRow field={field} title={text.which} hint={text.lead} layout="below" isGroup show={show}>
      {(_, labelId) => (
        <div className="space-y-3">
          <OptionCards
            isGrid
            labelId={labelId}
            name="version"
            chosen={chosen}
            onChoose={choose}
            options={[
              { id: RECOMMENDED, title: text.recommended, badge: recommended, hint: text.recommendedHint },
              ...Object.entries(channels).map(([name, version]) => ({
                id: `${CHANNEL}${name}`,
                title: optionLabel(name),
                badge: version,
                hint: text.channelHint,
              })),
              { id: PIN, title: text.pin, hint: text.pinHint },
            ]}
          />
          {pin === undefined ? null : (
            <div id="field-version-pin-row" className="max-w-60">
              <Field label={text.pinLabel} problem={field.problems.find(({ path }) => path === 'version.pin')?.message}>
                {(ids) => (
                  <TextInput
                    {...ids}
                    autoComplete="off"
                    spellCheck={false}
                    maxLength={80}
                    value={pin}
                    onChange={({ target }) => field.set({ pin: target.value.trim() })}
                  />
                )}
              </Field>
            </div>
          )}
        </div>
      )}
    </FormRow>
  );
}

function versionIn(value: unknown): { readonly channel?: string; readonly pin?: string } {
  if (!isRecord(value)) return {};
  const { channel, pin } = value;
  return { ...(typeof channel === 'string' && { channel }), ...(typeof pin === 'string' && { pin }) };
}
