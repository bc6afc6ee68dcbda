import { afterEach, expect, test, vi } from 'vitest';
import type { CountPlan } from './count-plan.ts';
import { askForCount, type CountWork, releaseCounts } from './token-counts.ts';

// Never opened: only whoever writes into the log reads the settings.
vi.stubEnv('DATABASE_URL', 'postgresql://unused');

const never = new Promise<never>(() => {});
const ASKERS = ['run_a', 'run_b', 'run_c', 'run_d'];

function workThat(plan: () => Promise<CountPlan>) {
  return { total: 9, plan: vi.fn(plan), keep: vi.fn(async () => undefined) } satisfies CountWork;
}

afterEach(() => {
  for (const asker of ASKERS) releaseCounts(asker, null);
});

test('a few counts go on at a time; the next one begins when a draft that waited for one wants another', () => {
  const works = ASKERS.map(() => workThat(() => never));
  const states = () => works.map((work, at) => askForCount(`key ${at}`, ASKERS[at] ?? '', work).state);
  expect(states()).toEqual(['counting', 'counting', 'waiting', 'waiting']);
  releaseCounts('run_b', 'another key');
  expect(works.map(({ plan }) => plan.mock.calls.length)).toEqual([1, 1, 1, 0]);
  // Priced again without a change, a draft does not lose its count.
  releaseCounts('run_a', 'key 0');
  expect(works.map(({ plan }) => plan.mock.calls.length)).toEqual([1, 1, 1, 0]);
});

test('two drafts that ask the same share a count, which goes on while one of them wants it', () => {
  const work = workThat(() => never);
  askForCount('same', 'run_a', work);
  askForCount('same', 'run_b', work);
  releaseCounts('run_a', null);
  askForCount('same', 'run_b', work);
  expect(work.plan).toHaveBeenCalledTimes(1);
});

test('a count nobody asks for any more is given up', async () => {
  const work = workThat(() => never);
  askForCount('alone', 'run_a', work, 20);
  await vi.waitFor(() => {
    askForCount('other', 'run_b', work);
    expect(askForCount('alone', 'run_c', work, 20)).toMatchObject({ state: 'counting' });
    expect(work.plan.mock.calls.length).toBeGreaterThan(2);
  });
  expect(work.keep).not.toHaveBeenCalled();
});

test('a count that cannot be done says so, and makes way for others', async () => {
  const broken = workThat(() => Promise.reject(new Error('The rows are gone.')));
  askForCount('broken', 'run_a', broken);
  await vi.waitFor(() => expect(askForCount('broken', 'run_a', broken)).toMatchObject({ state: 'failed', counted: 0 }));
  expect(broken.plan).toHaveBeenCalledTimes(1);
  expect(broken.keep).not.toHaveBeenCalled();
  const works = ['run_b', 'run_c'].map(
    (asker) =>
      askForCount(
        asker,
        asker,
        workThat(() => never),
      ).state,
  );
  expect(works).toEqual(['counting', 'counting']);
});
