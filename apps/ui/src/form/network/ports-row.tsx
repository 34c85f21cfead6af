import type { ReactNode } from 'react';
import type { Game, NetworkOffer } from '../../api/types.ts';
import { TextInput } from '../../parts/field.tsx';
import { formWords } from '../../words/form.ts';
import { idOf, problemsAt, type FieldState } from '../form-context.ts';
import { FormRow } from '../form-row.tsx';
import { portGroups, portsIn, portsText, withPort, type NetworkType } from './network-words.ts';

const text = formWords.network;

/** The numbers that players type behind the address. */
export function PortsRow({
  game,
  field,
  type,
  place,
  mark,
}: {
  readonly game: Game;
  readonly field: FieldState;
  readonly type: NetworkType;
  readonly place: NetworkOffer['place'];
  readonly mark: ReactNode;
}): ReactNode {
  const ports = portsIn(field.value);
  return (
    <FormRow
      field={field}
      title={text.ports}
      hint={place === 'machine' ? text.portsOnMachine : text.portsHint[type]}
      mark={mark}
      isGroup
      show={(value) => portsText(game, value)}
    >
      {({ id, 'aria-describedby': describedBy }, labelId) => (
        <div id={id} role="group" aria-labelledby={labelId} aria-describedby={describedBy} className="space-y-3">
          {portGroups(game).map((group) => {
            const [name] = group.names;
            const inputId = idOf(`network.ports.${name}`);
            const problem = group.names.map((each) => problemsAt(field.problems, `network.ports.${each}`)[0]?.message).find(Boolean);
            return (
              <div key={name} id={`${inputId}-row`} className="space-y-1.5">
                <label htmlFor={inputId} className="block text-sm font-medium">
                  {group.title}
                </label>
                <div className="flex items-center gap-3">
                  <TextInput
                    id={inputId}
                    className="tabular w-32!"
                    inputMode="numeric"
                    autoComplete="off"
                    maxLength={5}
                    placeholder={type === 'NodePort' ? text.anyPort : String(group.number)}
                    aria-invalid={problem === undefined ? undefined : true}
                    aria-describedby={[`${inputId}-inside`, ...(problem === undefined ? [] : [`${inputId}-problem`])].join(' ')}
                    value={String(ports[name] ?? '')}
                    onChange={({ target }) => field.set(withPort(field.value, group, target.value.trim()))}
                  />
                  <span id={`${inputId}-inside`} className="tabular text-sm text-ink-3">
                    {type === 'NodePort' || ports[name] !== undefined ? text.inGame(group.number) : null}
                  </span>
                </div>
                {problem === undefined ? null : (
                  <p id={`${inputId}-problem`} role="alert" className="text-sm font-medium text-bad">
                    {problem}
                  </p>
                )}
              </div>
            );
          })}
        </div>
      )}
    </FormRow>
  );
}
