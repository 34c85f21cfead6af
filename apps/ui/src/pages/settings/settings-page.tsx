import { SearchX } from 'lucide-react';
import { useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { FindSetting } from '../../form/find-setting.tsx';
import { FormContext, goToField } from '../../form/form-context.ts';
import { JumpList, type Jump } from '../../form/jump-list.tsx';
import { NetworkRows } from '../../form/network/network-rows.tsx';
import { addressTrouble } from '../../form/network/address-trouble.ts';
import { search, settingGroups, type SettingGroup } from '../../form/outline.ts';
import { ProblemSummary } from '../../form/problem-summary.tsx';
import { Section } from '../../form/section.tsx';
import { LicencesSection } from '../../form/sections/licences-section.tsx';
import { SecretRows } from '../../form/sections/secret-rows.tsx';
import { SizeSection } from '../../form/sections/size-section.tsx';
import { VersionRows } from '../../form/sections/version-rows.tsx';
import { WarningRows } from '../../form/sections/warning-rows.tsx';
import { SettingList } from '../../form/setting-list.tsx';
import { titleOf } from '../../form/titles.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Switch } from '../../parts/switch.tsx';
import { settingsWords } from '../../words/settings.ts';
import { formWords } from '../../words/form.ts';
import { useServerPage, type ServerPageContext } from '../server/server-context.ts';
import { ChangeBar } from './change-bar.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { StagedNote } from './staged-note.tsx';
import { useSettings, type SettingsState } from './use-settings.ts';
import { useWholeForm } from './use-whole-form.ts';

/** Changes a server: the settings of its game, its size, version and address. Says before what a change means for the players. */
export function SettingsPage(): ReactNode {
  const page = useServerPage();
  // Edits belong to one server: another one begins anew.
  return <SettingsForm key={`${page.place.namespace}/${page.place.name}`} page={page} />;
}

function SettingsForm({ page }: { readonly page: ServerPageContext }): ReactNode {
  const { game, server, summary } = page;
  const [tries, setTries] = useState(0);
  const [query, setQuery] = useState('');
  const go = (path: string): void => {
    flushSync(() => setQuery(''));
    goToField(path);
  };
  const settings = useSettings(page, go);
  const { form } = settings;
  const [isWhole, setWhole] = useWholeForm();
  const deferred = useDeferredValue(query);
  const groups = useMemo(() => settingGroups(game), [game]);
  const total = groups.reduce((sum, group) => sum + group.settings.length, 0);
  const shown = useMemo(() => search(groups, deferred), [groups, deferred]);
  const hits = shown.reduce((sum, group) => sum + group.settings.length, 0);
  const isSearching = deferred.trim() !== '';
  const changes = settings.outcomes.length;
  const apply = (): void => {
    if (form.problems.length > 0) return setTries(tries + 1);
    setTries(0);
    settings.apply();
  };

  return (
    <FormContext value={form}>
      <div className="flex gap-8">
        <JumpList sections={isSearching ? jumps(shown, form) : [...jumps(groups, form), ...otherJumps(page, settings)]} />
        <div className="min-w-0 grow space-y-5">
          <h2 className="sr-only">{settingsWords.title}</h2>
          <StagedNote game={game} server={server} summary={summary} />
          {tries > 0 && form.problems.length > 0 ? (
            <ProblemSummary key={tries} problems={form.problems} titleOf={(path) => titleOf(game, path)} onGo={go} />
          ) : null}
          <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
            <FindSetting query={query} hits={hits} onChange={setQuery} />
            <span className="flex items-center gap-3">
              <Switch id="whole-form" isOn={isWhole} onChange={setWhole} aria-labelledby="whole-form-label" />
              <label id="whole-form-label" htmlFor="whole-form" className="text-ink-2">
                {formWords.expert}
              </label>
            </span>
          </div>
          {hits === 0 ? (
            <EmptyState icon={<SearchX />} title={formWords.nothingFound(deferred)}>
              {formWords.nothingFoundHint}
            </EmptyState>
          ) : null}
          {shown.map((group) => (
            <Section
              key={group.id}
              id={group.id}
              title={group.title}
              lead={group.settings.every(({ applies }) => applies === 'wipe') ? settingsWords.onlyNewWorld : undefined}
            >
              <SettingList group={group} total={total} isWhole={isWhole || isSearching} isDetailed={isWhole} />
            </Section>
          ))}
          {isSearching ? null : <OtherSections page={page} settings={settings} />}
          {changes === 0 ? null : (
            <ChangeBar
              game={game}
              settings={settings}
              online={summary.players.known ? summary.players.online : undefined}
              onGo={go}
              onApply={apply}
            />
          )}
        </div>
      </div>
      <LeaveGuard changes={changes} />
    </FormContext>
  );
}

function OtherSections({
  page: { game, server },
  settings,
}: {
  readonly page: ServerPageContext;
  readonly settings: SettingsState;
}): ReactNode {
  const present = useMemo(() => new Set(server.secrets.filter((secret) => secret.present).map(({ id }) => id)), [server.secrets]);
  return (
    <>
      <SizeSection game={game} />
      <Section id="section-version" title={formWords.version.title}>
        <VersionRows game={game} />
      </Section>
      <Section id="section-network" title={formWords.network.title}>
        <div className="divide-y divide-line/70">
          <NetworkRows game={game} offer={settings.network} trouble={addressTrouble(server.status)} />
        </div>
      </Section>
      {game.secrets.length === 0 ? null : (
        <Section id="section-secrets" title={formWords.secrets.title} lead={formWords.secrets.lead}>
          <div className="divide-y divide-line/70">
            <SecretRows game={game} present={present} draft={settings.secrets} onChange={settings.setSecrets} />
          </div>
        </Section>
      )}
      <LicencesSection game={game} />
      <Section id="section-warnings" title={formWords.warnings.title} lead={formWords.warnings.lead}>
        <div className="divide-y divide-line/70">
          <WarningRows game={game} />
        </div>
      </Section>
    </>
  );
}

function jumps(groups: readonly SettingGroup[], { edits }: SettingsState['form']): readonly Jump[] {
  return groups.map(({ id, title, settings }) => ({ id, title, edits: settings.filter(({ path }) => Object.hasOwn(edits, path)).length }));
}

function otherJumps({ game }: ServerPageContext, { form, secrets }: SettingsState): readonly Jump[] {
  const under = (...heads: readonly string[]): number =>
    Object.keys(form.edits).filter((path) => heads.includes(path.split('.')[0] ?? '')).length;
  return [
    { id: 'section-size', title: formWords.size.title, edits: under('size', 'resources', 'storage') },
    { id: 'section-version', title: formWords.version.title, edits: under('version') },
    { id: 'section-network', title: formWords.network.title, edits: under('network') },
    ...(game.secrets.length === 0 ? [] : [{ id: 'section-secrets', title: formWords.secrets.title, edits: Object.keys(secrets).length }]),
    ...(game.licences.length === 0 ? [] : [{ id: 'section-licences', title: formWords.licences.title, edits: under('licences') }]),
    { id: 'section-warnings', title: formWords.warnings.title, edits: under('disruption') },
  ];
}
