import { Eye, EyeOff } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { IconButton } from '../../parts/button.tsx';
import { TextInput } from '../../parts/field.tsx';
import { formWords } from '../../words/form.ts';

/** Something nobody should read over a shoulder, unless it is no secret. */
export function SecretInput({
  value,
  onChange,
  placeholder,
  isSecret = true,
  ...ids
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string | undefined;
  readonly isSecret?: boolean;
  readonly id: string;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: true | undefined;
}): ReactNode {
  const [isShown, setShown] = useState(false);
  return (
    <div className="relative">
      <TextInput
        {...ids}
        type={isShown || !isSecret ? 'text' : 'password'}
        className={isSecret ? 'pr-11!' : ''}
        placeholder={placeholder}
        autoComplete={isSecret ? 'new-password' : 'off'}
        spellCheck={false}
        maxLength={4096}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
      {isSecret ? (
        <IconButton
          label={isShown ? formWords.hideSecret : formWords.showSecret}
          className="absolute! top-0.5 right-0.5"
          onClick={() => setShown(!isShown)}
        >
          {isShown ? <EyeOff aria-hidden className="size-4" /> : <Eye aria-hidden className="size-4" />}
        </IconButton>
      ) : null}
    </div>
  );
}
