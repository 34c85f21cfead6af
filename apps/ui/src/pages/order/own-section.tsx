import { useDeferredValue, useEffect, useState, type ReactNode } from 'react';
import type { Game } from '../../api/types.ts';
import { versionOf } from '../../form/check.ts';
import { ownValue } from '../../form/edits.ts';
import { FindSetting } from '../../form/find-setting.tsx';
import { search, type SettingGroup } from '../../form/outline.ts';
import { FoldedSection } from '../../form/section.tsx';
import { NetworkRows } from '../../form/network/network-rows.tsx';
import { networkTitle } from '../../form/network/network-words.ts';
import { VersionRows } from '../../form/sections/version-rows.tsx';
import { WarningRows } from '../../form/sections/warning-rows.tsx';
import { SettingList } from '../../form/setting-list.tsx';
import { problemsAt } from '../../form/form-context.ts';
import type { Problem } from '../../form/validate.ts';
import { orderWords } from '../../words/order.ts';
import { formWords } from '../../words/form.ts';
import type { OrderState } from './use-order.ts';

const text = orderWords.own;

/** Everything that works as it is, folded: the settings of the game, its version, and how it is reached. */
export function OwnSection({
  game,
  groups,
  order,
  query,
  onSearch,
}: {
  readonly game: Game;
  readonly groups: readonly SettingGroup[];
  readonly order: OrderState;
  readonly query: string;
  readonly onSearch: (query: string) => void;
}): ReactNode {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const deferred = useDeferredValue(query);
  const isSearching = deferred.trim() !== '';
  const shown = search(groups, deferred);
  const hits = shown.reduce((sum, { settings }) => sum + settings.length, 0);
  const { form } = order;
  const troubled = sectionsOf(groups, form.problems);
  const fold = (id: string) => ({
    id,
    isOpen: isSearching || opened.has(id) || troubled.includes(id),
    onToggle: (isOpen: boolean) =>
      setOpened((now) => {
        const next = new Set(now);
        if (isOpen) next.add(id);
        else next.delete(id);
        return next;
      }),
  });
  const changedOf = (paths: readonly string[]): string => {
    const changed = paths.filter((path) => Object.hasOwn(form.edits, path)).length;
    return changed === 0 ? text.usual : text.changed(changed);
  };
  // What is wrong is never folded away; what was opened for it stays open when it is right again.
  const troubledIds = troubled.join(' ');
  useEffect(() => {
    if (troubledIds !== '') setOpened((now) => new Set([...now, ...troubledIds.split(' ')]));
  }, [troubledIds]);

  return (
    <section aria-labelledby="section-own-title" className="card overflow-clip">
      <div className="space-y-4 border-b border-line px-4 pt-5 pb-4 sm:px-6">
        <div>
          <h2 id="section-own-title" className="text-lg font-semibold">
            {text.title}
          </h2>
          <p className="mt-0.5 text-sm text-ink-2">{text.lead}</p>
        </div>
        <FindSetting query={query} hits={hits} onChange={onSearch} />
      </div>
      {isSearching && hits === 0 ? (
        <p className="px-4 py-10 text-center text-ink-2 sm:px-6">
          {formWords.nothingFound(deferred)} {formWords.nothingFoundHint}
        </p>
      ) : null}
      {shown.map((group) => (
        <FoldedSection key={group.id} {...fold(group.id)} title={group.title} aside={changedOf(group.settings.map(({ path }) => path))}>
          <SettingList group={group} total={0} isWhole />
        </FoldedSection>
      ))}
      {isSearching ? null : (
        <>
          <FoldedSection {...fold('section-version')} title={formWords.version.title} aside={versionOf(game, order.spec).version}>
            <VersionRows game={game} />
          </FoldedSection>
          <FoldedSection
            {...fold('section-network')}
            title={formWords.network.title}
            aside={networkTitle(ownValue(order.spec, 'network.type'), order.network?.place)}
          >
            <NetworkRows game={game} offer={order.network} />
          </FoldedSection>
          <FoldedSection
            {...fold('section-warnings')}
            title={formWords.warnings.title}
            aside={changedOf(['disruption.announceSeconds', 'disruption.onlyWhenEmpty'])}
          >
            <WarningRows game={game} />
          </FoldedSection>
        </>
      )}
    </section>
  );
}

const sections: Readonly<Record<string, string>> = {
  version: 'section-version',
  network: 'section-network',
  disruption: 'section-warnings',
};

/** The folded sections in which something is wrong. */
function sectionsOf(groups: readonly SettingGroup[], problems: readonly Problem[]): readonly string[] {
  const troubled = groups.filter(({ settings }) => settings.some(({ path }) => problemsAt(problems, path).length > 0)).map(({ id }) => id);
  const others = problems.map(({ path }) => sections[path.split('.')[0] ?? '']).filter((id) => id !== undefined);
  return [...new Set([...troubled, ...others])];
}
