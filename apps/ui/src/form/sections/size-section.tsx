import { useState, type ReactNode } from 'react';
import type { Game } from '../../api/types.ts';
import { formWords } from '../../words/form.ts';
import { figuresLine, formatQuantity, type Measure } from '../amount.ts';
import { presetOf } from '../check.ts';
import { specWith } from '../edits.ts';
import { useForm, useFormField } from '../form-context.ts';
import { FormRow } from '../form-row.tsx';
import { AmountInput } from '../inputs/amount-input.tsx';
import { OptionCards } from '../inputs/option-cards.tsx';
import { Section } from '../section.tsx';

const text = formWords.size;
const OWN = 'own figures';

/** How large the server is: one of the game's plans, or figures of one's own. */
export function SizeSection({ game }: { readonly game: Game }): ReactNode {
  const { spec, edits, isOrder } = useForm();
  const size = useFormField('size', game.defaultPreset);
  const preset = presetOf(game, specWith(spec, edits));
  const cpu = useFormField('resources.cpu', preset?.cpu);
  const memory = useFormField('resources.memory', preset?.memory);
  const storage = useFormField('storage.size', preset?.storage);
  const hasOwn = !cpu.isDefault || !memory.isDefault || (isOrder && !storage.isDefault);
  const [wantsOwn, setWantsOwn] = useState(false);
  const isOwn = hasOwn || wantsOwn;

  const titleOf = (id: unknown): string => game.presets.find((preset) => preset.id === id)?.title ?? String(id);
  const choose = (id: string): void => {
    setWantsOwn(id === OWN);
    if (id === OWN) return;
    size.set(id);
    cpu.set(undefined);
    memory.set(undefined);
    if (isOrder) storage.set(undefined);
  };
  return (
    <Section id="section-size" title={text.title} lead={text.lead}>
      <div className="divide-y divide-line/70">
        <FormRow field={size} title={text.plans} layout="below" isGroup show={titleOf}>
          {(_, labelId) => (
            <OptionCards
              isGrid
              labelId={labelId}
              name="size"
              chosen={isOwn ? OWN : String(size.value)}
              onChoose={choose}
              options={[
                ...game.presets.map(({ id, title, reason, ...figures }) => ({
                  id,
                  title,
                  badge: id === game.defaultPreset ? text.suits : undefined,
                  line: figuresLine(figures),
                  hint: reason,
                })),
                { id: OWN, title: text.own, hint: text.ownReason },
              ]}
            />
          )}
        </FormRow>
        {isOwn ? (
          <>
            <AmountRow field={cpu} title={text.cpu} measure="cores" />
            <AmountRow field={memory} title={text.memory} measure="gigabytes" />
          </>
        ) : null}
        {isOwn || !isOrder ? <AmountRow field={storage} title={text.storage} measure="gigabytes" hint={text.storageHint} /> : null}
      </div>
    </Section>
  );
}

function AmountRow({
  field,
  title,
  measure,
  hint,
}: {
  readonly field: ReturnType<typeof useFormField>;
  readonly title: string;
  readonly measure: Measure;
  readonly hint?: string;
}): ReactNode {
  return (
    <FormRow field={field} title={title} hint={hint} show={(value) => formatQuantity(value, measure)}>
      {(ids) => <AmountInput {...ids} value={field.value} measure={measure} onChange={field.set} />}
    </FormRow>
  );
}
