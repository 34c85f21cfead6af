import { useState, type ReactNode } from 'react';
import { Button } from '../../parts/button.tsx';
import { Field, TextInput } from '../../parts/field.tsx';
import { Section } from '../../form/section.tsx';
import { orderWords } from '../../words/order.ts';
import { nearestName, nameProblem } from './server-name.ts';
import type { OrderState } from './use-order.ts';

const text = orderWords.name;

/** What the server is called, and where it is kept. */
export function NameSection({ order }: { readonly order: OrderState }): ReactNode {
  const { name, namespace, namespaces, form } = order;
  const [isPlaceOpen, setPlaceOpen] = useState(false);
  const problemAt = (path: string): string | undefined => form.problems.find((problem) => problem.path === path)?.message;
  const nearest = nearestName(name);
  const isHelp = nearest !== undefined && nearest !== name && nameProblem(name, new Set()) !== undefined;
  const namespaceProblem = problemAt('namespace');
  const showsPlace = isPlaceOpen || namespaces.length > 1 || namespaceProblem !== undefined;
  return (
    <Section id="section-name" title={text.section}>
      <div className="space-y-4 px-4 pt-2 pb-5 sm:px-6">
        <div id="field-name-row" className="scroll-mt-24">
          <Field label={text.label} hint={text.hint} problem={problemAt('name')}>
            {(ids) => (
              <div className="flex flex-wrap gap-2">
                <TextInput
                  {...ids}
                  className="max-w-md"
                  name="server-name"
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                  value={name}
                  onFocus={({ target }) => target.select()}
                  onChange={({ target }) => order.setName(target.value)}
                />
                {isHelp ? <Button onClick={() => order.setName(nearest)}>{text.use(nearest)}</Button> : null}
              </div>
            )}
          </Field>
        </div>
        {showsPlace ? (
          <div id="field-namespace-row" className="scroll-mt-24">
            <Field label={text.namespace} hint={text.namespaceHint} problem={namespaceProblem}>
              {(ids) => (
                <>
                  <TextInput
                    {...ids}
                    className="max-w-md"
                    list="namespaces"
                    autoComplete="off"
                    autoCapitalize="none"
                    spellCheck={false}
                    value={namespace}
                    onChange={({ target }) => order.setNamespace(target.value)}
                  />
                  <datalist id="namespaces">
                    {namespaces.map((known) => (
                      <option key={known} value={known} />
                    ))}
                  </datalist>
                </>
              )}
            </Field>
          </div>
        ) : (
          <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-2">
            {text.keptIn(namespace)}
            <button type="button" className="min-h-9 rounded-md font-medium text-accent hover:underline" onClick={() => setPlaceOpen(true)}>
              {text.change}
            </button>
          </p>
        )}
      </div>
    </Section>
  );
}
