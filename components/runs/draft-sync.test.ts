import { expect, test } from 'vitest';
import { emptyDraft, type SavedDraft } from '#lib/runs/draft-form.ts';
import {
  isDirty,
  isSameTry,
  met,
  readPending,
  readSaved,
  restored,
  type Sync,
  saved,
  settled,
  syncOf,
  type Typed,
} from './draft-sync.ts';

function typed(user: string, datasetId = 'ds_1'): Typed {
  return { form: emptyDraft({ user }), datasetId };
}

function server(version: number, user: string): SavedDraft {
  return { ...typed(user), id: 'drf_1', version, updatedAt: '', launchedRunId: null };
}

const typing = (sync: Sync, user: string): Sync => ({ ...sync, typed: typed(user) });
const LATER = { isFirst: false, sent: null };

test('what was typed is dirty until the answer to that very save', () => {
  const sync = typing(syncOf(server(3, 'a')), 'ab');
  expect(isDirty(sync)).toBe(true);
  const typedOn = typing(sync, 'abc');
  expect(isDirty(saved(typedOn, 4, typed('ab')))).toBe(true);
  expect(isDirty(saved(typedOn, 4, typed('abc')))).toBe(false);
});

test('an answer that comes late never takes the version back', () => {
  const sync = saved(typing(syncOf(server(3, 'a')), 'b'), 5, typed('b'));
  expect(saved(sync, 4, typed('a'))).toBe(sync);
  expect(met(sync, server(4, 'a'), LATER)).toBe(sync);
});

test('a newer version from elsewhere is offered, not put over what stands here', () => {
  const clean = syncOf(server(3, 'a'));
  for (const sync of [clean, typing(clean, 'mine')]) {
    const after = met(sync, server(4, 'theirs'), LATER);
    expect(after.typed).toEqual(sync.typed);
    expect(after.newer?.version).toBe(4);
    expect(settled(after, 'theirs').typed).toEqual(typed('theirs'));
    expect(settled(after, 'ours')).toMatchObject({ typed: sync.typed, base: { version: 4 }, newer: null });
  }
});

test('a page that opens with an old copy takes the newer one silently, unless something was typed', () => {
  const meeting = { isFirst: true, sent: null };
  expect(met(syncOf(server(3, 'a')), server(9, 'b'), meeting)).toMatchObject({ typed: typed('b'), newer: null });
  expect(met(typing(syncOf(server(3, 'a')), 'x'), server(9, 'b'), meeting).newer?.version).toBe(9);
});

test('our own save whose answer was lost is recognized', () => {
  const sync = typing(syncOf(server(3, 'a')), 'abc');
  const after = met(sync, server(4, 'ab'), { isFirst: false, sent: typed('ab') });
  expect(after).toMatchObject({ base: { version: 4 }, typed: typed('abc'), newer: null });
});

test('what was refused is not tried again, until it stands over another version or was typed on', () => {
  const sync = typing(syncOf(server(3, 'a')), 'mine');
  const refused = { version: 3, typed: sync.typed };
  expect(isSameTry(sync, refused)).toBe(true);
  expect(isSameTry(typing(sync, 'mine too'), refused)).toBe(false);
  const kept = settled(met(sync, server(4, 'theirs'), LATER), 'ours');
  expect(isDirty(kept)).toBe(true);
  expect(isSameTry(kept, refused)).toBe(false);
  // The refusal was of our own save, made a second time after a reload.
  const own = met(sync, server(4, 'mine'), LATER);
  expect(isDirty(own)).toBe(false);
  expect(isSameTry(own, refused)).toBe(false);
});

test('one who only looked further on disturbs nobody', () => {
  const further = { ...server(4, 'a'), form: emptyDraft({ user: 'a', reached: 'launch' }) };
  expect(met(syncOf(server(3, 'a')), further, LATER).newer).toBeNull();
});

test('the order of names is no difference', () => {
  const one = { form: emptyDraft({ roles: { a: 'id', b: 'never' } }), datasetId: null };
  const sync: Sync = { base: { version: 1, typed: one }, typed: one, newer: null };
  expect(isDirty({ ...sync, typed: { ...one, form: { ...one.form, roles: { b: 'never', a: 'id' } } } })).toBe(false);
});

test('a reload puts back what was not saved, on top of what it was typed over', () => {
  const base = syncOf(server(3, 'a'));
  expect(restored(base, null)).toBe(base);
  const pending = { version: 3, typed: typed('abc'), sent: null };
  expect(restored(base, pending)).toMatchObject({ typed: typed('abc'), newer: null });
  // The save was under way when the page was reloaded, and arrived.
  const arrived = syncOf(server(4, 'ab'));
  expect(restored(arrived, { ...pending, sent: typed('ab') })).toMatchObject({
    ...{ base: { version: 4 }, typed: typed('abc'), newer: null },
  });
  expect(restored(syncOf(server(4, 'theirs')), pending)).toMatchObject({
    ...{ typed: typed('abc'), newer: { version: 4 } },
  });
});

test('what a tab noted is read as it was, and anything else is nothing', () => {
  const like = emptyDraft({});
  const pending = { version: 3, typed: typed('b'), sent: typed('a') };
  expect(readPending(JSON.stringify(pending), like)).toEqual(pending);
  expect(readPending(JSON.stringify({ ...pending, sent: null }), like)).toEqual({ ...pending, sent: null });
  const { user: _, ...older } = pending.typed.form;
  const strange: unknown[] = [
    null,
    'text',
    { ...pending, version: 'x' },
    { ...pending, sent: undefined },
    { ...pending, typed: { ...pending.typed, datasetId: 1 } },
    { ...pending, typed: { ...pending.typed, form: older } },
    ...[
      { reached: 'gone' },
      { answerKind: 'gone' },
      { roles: { text: 'gone' } },
      { roles: null },
      { dedupe: 'yes' },
    ].map((part) => ({ ...pending, typed: { ...pending.typed, form: { ...pending.typed.form, ...part } } })),
  ];
  for (const one of strange) expect(readPending(JSON.stringify(one), like)).toBeNull();
  expect(readPending('{"version":', like)).toBeNull();
  expect(readPending(null, like)).toBeNull();
});

test('what the server tells of a draft is read when every field is there and of its kind', () => {
  const told = server(3, 'a');
  const like = emptyDraft({});
  expect(readSaved(JSON.parse(JSON.stringify(told)), like)).toEqual(told);
  const { user: _, ...older } = told.form;
  for (const strange of [
    null,
    'a',
    {},
    { ...told, version: '3' },
    { ...told, form: older },
    { ...told, launchedRunId: 4 },
  ])
    expect(readSaved(strange, like)).toBeNull();
});
