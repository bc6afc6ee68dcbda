/** What the sandbox knows of a model: the dated snapshot that answers, how much it reads, whether it thinks first. */
export type Model = { name: string; snapshot: string; contextTokens: number; kind: 'chat' | 'reasoning' | 'embedding' };

const CHAT: [name: string, snapshot: string, contextTokens: number][] = [
  ['gpt-4o-mini', 'gpt-4o-mini-2024-07-18', 128_000],
  ['gpt-4o', 'gpt-4o-2024-08-06', 128_000],
  ['gpt-4.1', 'gpt-4.1-2025-04-14', 1_047_576],
  ['gpt-4.1-mini', 'gpt-4.1-mini-2025-04-14', 1_047_576],
  ['gpt-4.1-nano', 'gpt-4.1-nano-2025-04-14', 1_047_576],
  ['gpt-3.5-turbo', 'gpt-3.5-turbo-0125', 16_385],
];
const REASONING: [name: string, snapshot: string, contextTokens: number][] = [
  ['gpt-5', 'gpt-5-2025-08-07', 400_000],
  ['gpt-5-mini', 'gpt-5-mini-2025-08-07', 400_000],
  ['gpt-5-nano', 'gpt-5-nano-2025-08-07', 400_000],
  ['gpt-5.1', 'gpt-5.1-2025-11-13', 400_000],
  ['gpt-5.2', 'gpt-5.2-2025-12-11', 400_000],
  ['gpt-5.4', 'gpt-5.4-2026-03-05', 400_000],
  ['gpt-5.4-pro', 'gpt-5.4-pro-2026-03-05', 400_000],
  ...['gpt-5.4-mini', 'gpt-5.4-nano', 'gpt-5.5', 'gpt-5.5-pro', 'gpt-5.6-sol', 'gpt-5.6-terra', 'gpt-5.6-luna'].map(
    undated,
  ),
  ...['gpt-6-astra', 'gpt-6-sol', 'gpt-6-luna', 'gpt-6.1-sol', 'gpt-6.1-terra'].map(undated),
  ['o1', 'o1-2024-12-17', 200_000],
  ['o3', 'o3-2025-04-16', 200_000],
  ['o3-mini', 'o3-mini-2025-01-31', 200_000],
  ['o3-pro', 'o3-pro-2025-06-10', 200_000],
  ['o4-mini', 'o4-mini-2025-04-16', 200_000],
];
const EMBEDDING = ['text-embedding-3-small', 'text-embedding-3-large', 'text-embedding-ada-002'];

/** All models the sandbox answers for, `extra` names (plain chat models) included. */
export function modelList(extra: readonly string[] = []): Model[] {
  return [
    ...CHAT.map(([name, snapshot, contextTokens]): Model => ({ name, snapshot, contextTokens, kind: 'chat' })),
    ...REASONING.map(
      ([name, snapshot, contextTokens]): Model => ({ name, snapshot, contextTokens, kind: 'reasoning' }),
    ),
    ...EMBEDDING.map((name): Model => ({ name, snapshot: name, contextTokens: 8192, kind: 'embedding' })),
    ...extra.map((name): Model => ({ name, snapshot: name, contextTokens: 128_000, kind: 'chat' })),
  ];
}

/** Looks a model up by its name or its dated snapshot. */
export function modelIndex(models: readonly Model[]): ReadonlyMap<string, Model> {
  return new Map(models.flatMap((model) => [[model.snapshot, model] as const, [model.name, model] as const]));
}

/** Early reasoning models refuse sampling settings; later ones accept them. */
export function refusesSampling(model: Model): boolean {
  return model.kind === 'reasoning' && /^(o\d|gpt-5(-|$))/.test(model.name);
}

function undated(name: string): [name: string, snapshot: string, contextTokens: number] {
  return [name, name, 400_000];
}
