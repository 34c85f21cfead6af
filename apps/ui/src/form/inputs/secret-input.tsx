import { Eye, EyeOff } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { IconButton } from '../../parts/button.tsx';
import { TextInput } from '../../parts/field.tsx';
import { formWords } from '../../words/form.ts';

/** Something nobody should read over a shoulder. */
export function SecretInput({
  value,
  onChange,
  placeholder,
  ...ids
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string | undefined;
  readonly id: string;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: true | undefined;
}): ReactNode {
  const [isShown, setShown] = useState(false);
  return (
    <div className="relative">
      <TextInput
        {...ids}
        type={isShown ? 'text' : 'password'}
        className="pr-11!"
        placeholder={placeholder}
        autoComplete="new-password"
        spellCheck={false}
        maxLength={4096}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
      <IconButton
        label={isShown ? formWords.hideSecret : formWords.showSecret}
        className="absolute! top-0.5 right-0.5"
        onClick={() => setShown(!isShown)}
      >
        {isShown ? <EyeOff aria-hidden className="size-4" /> : <Eye aria-hidden className="size-4" />}
      </IconButton>
    </div>
  );
}
