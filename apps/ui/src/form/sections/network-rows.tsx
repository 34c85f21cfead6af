import type { ReactNode } from 'react';
import { formWords } from '../../words/form.ts';
import { useFormField } from '../form-context.ts';
import { FormRow } from '../form-row.tsx';
import { OptionCards } from '../inputs/option-cards.tsx';

const text = formWords.network;
const TYPES = ['LoadBalancer', 'NodePort', 'HostPort', 'ClusterIP'] as const;

/** How players reach the server, in plain words. */
export function NetworkRows(): ReactNode {
  const field = useFormField('network.type', 'LoadBalancer');
  return (
    <FormRow field={field} title={text.title} layout="below" isGroup show={networkTitle}>
      {(_, labelId) => (
        <OptionCards
          labelId={labelId}
          name="network"
          chosen={String(field.value)}
          onChoose={field.set}
          options={TYPES.map((type) => ({ id: type, title: text.type[type].title, hint: text.type[type].hint, badge: type }))}
        />
      )}
    </FormRow>
  );
}

/** How players reach a server, in a few words. */
export function networkTitle(type: unknown): string {
  return text.type[TYPES.find((known) => known === type) ?? 'LoadBalancer'].title;
}
