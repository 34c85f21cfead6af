import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode } from 'react';
import { Link, type LinkProps } from 'react-router';
import { Spinner } from './spinner.tsx';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';
type Size = 'normal' | 'small';

const looks: Record<Look, string> = {
  primary: 'bg-ink text-on-ink hover:bg-ink-2 disabled:bg-ink-3',
  plain: 'border border-line-strong/60 bg-surface text-ink hover:bg-hover',
  quiet: 'text-ink-2 hover:bg-hover hover:text-ink',
  danger: 'bg-bad text-on-ink hover:opacity-90',
};
const sizes: Record<Size, string> = { normal: 'h-10 px-4 text-[0.9375rem]', small: 'h-8 px-3 text-sm' };

/** Looks of a button, for links that look like one. */
function buttonClass(look: Look, size: Size, extra = ''): string {
  return `inline-flex shrink-0 items-center justify-center gap-2 rounded-tile font-medium whitespace-nowrap transition-colors select-none disabled:cursor-not-allowed disabled:opacity-60 ${sizes[size]} ${looks[look]} ${extra}`;
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: Look;
  readonly size?: Size;
  /** Something is under way: the button keeps its width, shows it, and cannot be pressed again. */
  readonly isBusy?: boolean;
  readonly icon?: ReactNode;
}

/** Does something when pressed. */
export function Button({
  look = 'plain',
  size = 'normal',
  isBusy = false,
  icon,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      className={buttonClass(look, size, className)}
      disabled={disabled === true || isBusy}
      aria-busy={isBusy || undefined}
      {...rest}
    >
      {isBusy ? <Spinner /> : icon}
      {children}
    </button>
  );
}

/** Goes somewhere, and looks like a button. */
export function LinkButton({
  look = 'plain',
  size = 'normal',
  icon,
  className,
  children,
  ...rest
}: LinkProps & { readonly look?: Look; readonly size?: Size; readonly icon?: ReactNode }): ReactNode {
  return (
    <Link className={buttonClass(look, size, className)} {...rest}>
      {icon}
      {children}
    </Link>
  );
}

/** Leaves the app, and looks like a button. */
export function LeaveButton({
  look = 'plain',
  size = 'normal',
  className,
  children,
  ...rest
}: AnchorHTMLAttributes<HTMLAnchorElement> & { readonly href: string; readonly look?: Look; readonly size?: Size }): ReactNode {
  return (
    <a className={buttonClass(look, size, className)} {...rest}>
      {children}
    </a>
  );
}

/** A button that is only a picture; its label is read out and shown on hover. */
export function IconButton({
  label,
  children,
  className = '',
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { readonly label: string }): ReactNode {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={`inline-flex size-9 shrink-0 items-center justify-center rounded-tile text-ink-2 transition-colors hover:bg-hover hover:text-ink disabled:opacity-50 ${className}`}
      {...rest}
    >
      {children}
    </button>
  );
}
