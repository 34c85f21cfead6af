import type { ReactNode } from 'react';
import type { Game, NetworkOffer } from '../../api/types.ts';
import { Button } from '../../parts/button.tsx';
import { TextInput } from '../../parts/field.tsx';
import { Notice } from '../../parts/notice.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { formWords } from '../../words/form.ts';
import { AppliesMark } from '../applies-mark.tsx';
import { useForm, useFormField, type FieldState } from '../form-context.ts';
import { FormRow } from '../form-row.tsx';
import { OptionCards } from '../inputs/option-cards.tsx';
import { fieldsFor, networkTitle, networkTypeOf, networkTypeWords, type NetworkField } from './network-words.ts';
import { PortsRow } from './ports-row.tsx';

const text = formWords.network;

/** How players reach the server: what may be chosen here, in plain words, and when a change counts. */
export function NetworkRows({
  game,
  offer,
  trouble,
}: {
  readonly game: Game;
  /** Undefined while it is asked for. */
  readonly offer: NetworkOffer | undefined;
  /** Why there is no address at the moment. */
  readonly trouble?: string | undefined;
}): ReactNode {
  const { isOrder } = useForm();
  const type = useFormField('network.type', 'LoadBalancer');
  const address = useFormField('network.address', '');
  const shared = useFormField('network.sharedAddress', '');
  const ports = useFormField('network.ports', NO_PORTS);
  if (offer === undefined)
    return (
      <div className="space-y-2 px-4 py-4 sm:px-6">
        <Skeleton className="h-16 rounded-tile!" />
        <Skeleton className="h-16 rounded-tile!" />
      </div>
    );
  const chosen = networkTypeOf(type.value);
  // What is so already is shown, whoever may have asked for it.
  const types = offer.types.includes(chosen) ? offer.types : [...offer.types, chosen];
  const isOfNode = offer.place === 'machine' || [chosen, networkTypeOf(type.saved)].includes('HostPort');
  const mark = isOrder ? undefined : <AppliesMark applies={isOfNode ? 'restart' : 'live'} />;
  const offered = fieldsFor(chosen, offer);
  // What is wrong can be put right, even where it counts for nothing.
  const shows = (name: NetworkField, field: FieldState): boolean => offered.includes(name) || field.problems.length > 0;
  return (
    <>
      {trouble === undefined || chosen !== 'LoadBalancer' ? null : (
        <div className="p-4 sm:px-6">
          <Notice
            tone="warn"
            title={text.trouble}
            actions={
              types.includes('NodePort') ? (
                <Button size="small" onClick={() => type.set('NodePort')}>
                  {text.useNodePort}
                </Button>
              ) : undefined
            }
          >
            {trouble}
          </Notice>
        </div>
      )}
      <FormRow
        field={type}
        title={text.by}
        hint={isOrder || offer.place === 'machine' ? undefined : text.moves}
        mark={mark}
        layout="below"
        isGroup
        show={(value) => networkTitle(value, offer.place)}
      >
        {(_, labelId) => (
          <OptionCards
            labelId={labelId}
            name="network"
            chosen={chosen}
            onChoose={type.set}
            options={types.map((id) => ({ id, ...networkTypeWords(id, offer.place), badge: offer.place === 'machine' ? undefined : id }))}
          />
        )}
      </FormRow>
      {shows('address', address) ? (
        <TextRow field={address} title={text.address} hint={text.addressHint} placeholder={text.anyAddress} mark={mark} />
      ) : null}
      {shows('sharedAddress', shared) ? (
        <TextRow field={shared} title={text.shared} hint={text.sharedHint} placeholder={text.ownAddress} mark={mark} />
      ) : null}
      {shows('ports', ports) ? <PortsRow game={game} field={ports} type={chosen} place={offer.place} mark={mark} /> : null}
    </>
  );
}

const NO_PORTS: Readonly<Record<string, unknown>> = {};

function TextRow({
  field,
  title,
  hint,
  placeholder,
  mark,
}: {
  readonly field: FieldState;
  readonly title: string;
  readonly hint: string;
  readonly placeholder: string;
  readonly mark: ReactNode;
}): ReactNode {
  return (
    <FormRow field={field} title={title} hint={hint} mark={mark} show={(value) => (value === '' ? placeholder : String(value))}>
      {(ids) => (
        <TextInput
          {...ids}
          autoComplete="off"
          spellCheck={false}
          autoCapitalize="none"
          maxLength={45}
          placeholder={placeholder}
          value={String(field.value)}
          onChange={({ target }) => field.set(target.value.trim())}
        />
      )}
    </FormRow>
  );
}
