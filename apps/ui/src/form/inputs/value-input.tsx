import type { ReactNode } from 'react';
import { TextArea, TextInput } from '../../parts/field.tsx';
import { Switch } from '../../parts/switch.tsx';
import { formWords } from '../../words/form.ts';
import { idOf } from '../form-context.ts';
import { isRecord, kindOf, type Schema } from '../schema.ts';
import { showValue } from '../show-value.ts';
import { ChoiceInput } from './choice-input.tsx';
import { ChoicesInput } from './choices-input.tsx';
import { GroupInput } from './group-input.tsx';
import { ListInput } from './list-input.tsx';
import { NumberInput } from './number-input.tsx';
import type { PartInputProps, ValueInputProps } from './props.ts';
import { RecordInput } from './record-input.tsx';
import { SecretInput } from './secret-input.tsx';

/** The right input for a value of any schema. */
export function ValueInput(props: ValueInputProps): ReactNode {
  const { schema, value, onChange, id, labelId } = props;
  const ids = { id, 'aria-describedby': props['aria-describedby'], 'aria-invalid': props['aria-invalid'] };
  switch (kindOf(schema)) {
    case 'switch':
      return (
        <Switch isOn={value === true} onChange={onChange} aria-labelledby={labelId} id={id} aria-describedby={props['aria-describedby']} />
      );
    case 'choice':
      return <ChoiceInput {...props} />;
    case 'number':
      return <NumberInput {...props} />;
    case 'numberOrText':
      return (
        <TextInput
          {...ids}
          value={asText(value)}
          onChange={({ target }) => onChange(/^-?[0-9]+$/.test(target.value) ? Number(target.value) : target.value)}
        />
      );
    case 'text':
      return <TextInput {...ids} spellCheck={false} value={asText(value)} onChange={({ target }) => onChange(target.value)} />;
    case 'longText':
      return (
        <TextArea
          {...ids}
          rows={schema.maxLength !== undefined && schema.maxLength <= 200 ? 2 : 4}
          value={asText(value)}
          onChange={({ target }) => onChange(target.value)}
        />
      );
    case 'secret':
      return <SecretInput {...ids} value={asText(value)} onChange={onChange} />;
    case 'choices':
      return <ChoicesInput {...props} />;
    case 'list':
      return <ListInput {...props} Part={PartInput} value={Array.isArray(value) ? value : []} />;
    case 'record':
      return <RecordInput {...props} Part={PartInput} value={isRecord(value) ? value : {}} />;
    case 'group':
      return <GroupInput {...props} Part={PartInput} value={isRecord(value) ? value : {}} />;
    case 'unknown':
      return (
        <p className="text-sm text-ink-2">
          {formWords.notEditable} <code className="font-mono break-all">{showValue(value, schema)}</code>
        </p>
      );
  }
}

/** Whether an input is a group of several, which a label cannot name by itself. */
export function isGroupOfInputs(schema: Schema): boolean {
  return !['text', 'longText', 'number', 'numberOrText', 'secret'].includes(kindOf(schema));
}

function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The input of a part of a value: named by its owner, with its own problem below. */
function PartInput({ schema, value, onChange, path, title, isTitleShown = false, problems, onEnter }: PartInputProps): ReactNode {
  const id = idOf(path);
  const problem = problems.find((found) => found.path === path)?.message;
  const hintId = schema.description === undefined ? undefined : `${id}-hint`;
  const describedBy = [problem === undefined ? undefined : `${id}-problem`, hintId].filter((part) => part !== undefined).join(' ');
  return (
    // Only passes the key on; the input inside is what people use.
    <div
      className="space-y-1"
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || onEnter === undefined || !(event.target instanceof HTMLInputElement)) return;
        event.preventDefault();
        onEnter();
      }}
    >
      <label id={`${id}-label`} htmlFor={id} className={isTitleShown ? 'block text-sm font-medium' : 'sr-only'}>
        {title}
      </label>
      <ValueInput
        schema={schema}
        value={value}
        onChange={onChange}
        path={path}
        title={title}
        problems={problems}
        id={id}
        labelId={`${id}-label`}
        aria-describedby={describedBy === '' ? undefined : describedBy}
        aria-invalid={problem === undefined ? undefined : true}
      />
      {problem === undefined ? null : (
        <p id={`${id}-problem`} role="alert" className="text-sm font-medium text-bad">
          {problem}
        </p>
      )}
      {hintId === undefined ? null : (
        <p id={hintId} className="text-sm text-ink-2">
          {schema.description}
        </p>
      )}
    </div>
  );
}
