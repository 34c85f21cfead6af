import type { ReactNode } from 'react';

/** Yes or no to a sentence. */
export function CheckBox({
  isOn,
  onChange,
  children,
  ...ids
}: {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly children: ReactNode;
  readonly id?: string;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: true | undefined;
}): ReactNode {
  return (
    <label className="flex min-h-9 items-center gap-3">
      <input
        type="checkbox"
        checked={isOn}
        onChange={({ target }) => onChange(target.checked)}
        {...ids}
        className="size-5 shrink-0 rounded accent-ink aria-invalid:outline-2 aria-invalid:outline-bad"
      />
      <span className="min-w-0">{children}</span>
    </label>
  );
}
