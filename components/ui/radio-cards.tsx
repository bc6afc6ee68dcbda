import { useId } from 'react';

type RadioCard<V extends string> = { value: V; label: string; description: string };

type RadioCardsProps<V extends string> = {
  legend: string;
  cards: readonly RadioCard<V>[];
  value: V;
  onChange: (value: V) => void;
};

/** One of a few, each with a line on what it means. */
export function RadioCards<V extends string>({ legend, cards, value, onChange }: RadioCardsProps<V>) {
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {cards.map((card) => (
          <label
            key={card.value}
            className="flex cursor-pointer gap-2.5 rounded-md border border-line-strong bg-surface p-3 has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name={name}
              checked={card.value === value}
              onChange={() => onChange(card.value)}
              aria-describedby={`${name}-${card.value}`}
              className="mt-0.5 size-4 shrink-0 accent-accent"
            />
            <span>
              <span className="block font-medium">{card.label}</span>
              <span id={`${name}-${card.value}`} className="block text-xs text-ink-muted">
                {card.description}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
