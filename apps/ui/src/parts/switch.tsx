import { Switch as Base } from '@base-ui/react/switch';
import type { ReactNode } from 'react';

/** On or off, at once visible. The label stands beside it. */
export function Switch({
  isOn,
  onChange,
  isDisabled = false,
  ...ids
}: {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly isDisabled?: boolean;
  readonly id?: string;
  readonly 'aria-label'?: string;
  readonly 'aria-labelledby'?: string;
  readonly 'aria-describedby'?: string | undefined;
}): ReactNode {
  return (
    <Base.Root
      checked={isOn}
      onCheckedChange={onChange}
      disabled={isDisabled}
      {...ids}
      className="relative h-6 w-10 shrink-0 rounded-full bg-line-strong transition-colors data-[checked]:bg-good data-[disabled]:opacity-50"
    >
      <Base.Thumb className="block size-5 translate-x-0.5 rounded-full bg-surface shadow-sm transition-transform data-[checked]:translate-x-[1.125rem]" />
    </Base.Root>
  );
}
