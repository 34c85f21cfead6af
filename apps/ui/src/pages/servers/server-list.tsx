import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import type { ServerSummary } from '../../api/types.ts';
import { keyOf } from '../../live/server-table.ts';
import { words } from '../../words/index.ts';
import { ServerRow } from './server-row.tsx';
import { useIsWide } from './use-is-wide.ts';

const text = words.servers;
/** Heights of a row, as its classes make them: one line of columns, or a small card on a phone. */
const WIDE_ROW = 72;
const NARROW_ROW = 104;
const columns = ['name', 'state', 'players', 'address', 'version', 'next'] as const;

/** The servers, as a table on a wide screen and as cards on a phone. Only what is near the window is drawn. */
export function ServerList({
  servers,
  selected,
  onSelect,
}: {
  readonly servers: readonly ServerSummary[];
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
}): ReactNode {
  const isWide = useIsWide();
  const list = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => setOffset(list.current?.offsetTop ?? 0), [isWide, selected.size]);
  const rowHeight = isWide ? WIDE_ROW : NARROW_ROW;
  const rows = useWindowVirtualizer({
    count: servers.length,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: offset,
    getItemKey: (index) => keyAt(servers, index),
  });
  const areAllSelected = servers.every((server) => selected.has(keyOf(server)));
  const toggle = (key: string): void => {
    const next = new Set(selected);
    if (!next.delete(key)) next.add(key);
    onSelect(next);
  };

  return (
    <div role="table" aria-label={text.title} aria-rowcount={servers.length + 1} className="card overflow-hidden">
      <div role="row" aria-rowindex={1} className="server-columns h-11 border-b border-line bg-sunken/60 text-sm text-ink-2">
        <span role="columnheader" className="flex items-center">
          <input
            type="checkbox"
            aria-label={text.selectAll}
            checked={areAllSelected}
            onChange={() => onSelect(areAllSelected ? new Set() : new Set(servers.map(keyOf)))}
            className="size-4 accent-current"
          />
        </span>
        {columns.map((column) => (
          <span key={column} role="columnheader" className={column === 'name' ? 'truncate' : 'hidden truncate md:block'}>
            {text.columns[column]}
          </span>
        ))}
      </div>
      <div ref={list} role="rowgroup" className="relative" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((item) => {
          const server = servers[item.index];
          if (server === undefined) return null;
          return (
            <div
              key={item.key}
              role="row"
              aria-rowindex={item.index + 2}
              className="group absolute inset-x-0 top-0 border-b border-line last:border-b-0 hover:bg-hover"
              style={{ height: item.size, transform: `translateY(${item.start - offset}px)` }}
            >
              <ServerRow server={server} isWide={isWide} isSelected={selected.has(keyOf(server))} onToggle={toggle} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function keyAt(servers: readonly ServerSummary[], index: number): string {
  const server = servers[index];
  return server === undefined ? String(index) : keyOf(server);
}
