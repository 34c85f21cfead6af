import { Menu as Base } from '@base-ui/react/menu';
import type { ReactNode } from 'react';

/** One entry of a menu. */
export interface MenuEntry {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly onSelect: () => void;
  readonly isDisabled?: boolean;
  readonly isDangerous?: boolean;
  /** Marks the choice in force, in menus that choose. */
  readonly isChosen?: boolean;
}

/** More things to do, behind a button. */
export function Menu({
  label,
  trigger,
  triggerClass,
  entries,
  header,
  isOpenAtFirst = false,
}: {
  readonly label: string;
  readonly trigger: ReactNode;
  readonly triggerClass: string;
  readonly entries: readonly MenuEntry[];
  readonly header?: ReactNode;
  readonly isOpenAtFirst?: boolean;
}): ReactNode {
  return (
    <Base.Root defaultOpen={isOpenAtFirst}>
      <Base.Trigger aria-label={label} title={label} className={triggerClass}>
        {trigger}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner align="end" sideOffset={6} className="z-50">
          <Base.Popup className="min-w-48 rounded-xl border border-line bg-raised p-1.5 shadow-pop outline-none">
            {header === undefined ? null : <div className="px-2.5 pt-1.5 pb-2 text-sm text-ink-2">{header}</div>}
            {entries.map((entry) => (
              <Base.Item
                key={entry.label}
                disabled={entry.isDisabled ?? false}
                onClick={entry.onSelect}
                aria-current={entry.isChosen === true ? 'true' : undefined}
                className={`flex h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 outline-none select-none data-[disabled]:cursor-not-allowed data-[disabled]:opacity-50 data-[highlighted]:bg-hover [&_svg]:size-4 ${entry.isDangerous === true ? 'text-bad' : ''} ${entry.isChosen === true ? 'font-semibold' : ''}`}
              >
                {entry.icon}
                {entry.label}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
