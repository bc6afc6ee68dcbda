import type { Column } from './schema.ts';

const MAX_CATEGORIES = 200;
const MAX_CATEGORY_LENGTH = 100;
/** Past so many rows, only every sixteenth is looked at for categories: types are a hint, empty cells are counted exactly. */
const FULL_ROWS = 20_000;

const BOOLEAN = 1;
const INTEGER = 2;
const NUMBER = 4;
const DATE = 8;
const ANY = BOOLEAN | INTEGER | NUMBER | DATE;

const IS_BOOLEAN = /^(?:true|false|yes|no)$/i;
/** A number that a spreadsheet would not change: no leading zeros, at most 15 digits. */
const IS_INTEGER = /^-?(?:0|[1-9]\d{0,14})$/;
const IS_NUMBER = /^[+-]?(?:0|[1-9]\d{0,14})?(?:\.\d{1,15})?(?:[eE][+-]?\d{1,3})?$/;
const IS_DATE =
  /^(?:\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?|\d{1,2}[./]\d{1,2}[./]\d{4})$/;

type Profile = { emptyCount: number; filled: number; kinds: number; categories: Set<string> | null };

/** Watches rows go by and says of each column what it seems to hold and how many of its cells are empty. */
export class ColumnProfiler {
  readonly #profiles: Profile[] = [];
  #rows = 0;

  add(cells: readonly string[]): void {
    this.#rows += 1;
    const looks = this.#rows <= FULL_ROWS || (this.#rows & 15) === 0;
    for (let index = 0; index < cells.length; index++) {
      const cell = cells[index] ?? '';
      const profile = this.#profiles[index] ?? this.#begin(index);
      if (cell === '') {
        profile.emptyCount += 1;
        continue;
      }
      if (profile.kinds !== 0) profile.kinds = kindsOf(cell, profile.kinds);
      if (looks && profile.categories !== null) addCategory(profile, cell);
    }
  }

  columns(names: readonly string[]): Column[] {
    return names.map((name, index) => {
      const profile = this.#profiles[index];
      return profile
        ? { name, type: typeOf(profile), emptyCount: profile.emptyCount }
        : { name, type: 'text', emptyCount: this.#rows };
    });
  }

  #begin(index: number): Profile {
    const profile: Profile = { emptyCount: 0, filled: 0, kinds: ANY, categories: new Set() };
    this.#profiles[index] = profile;
    return profile;
  }
}

/** Which of `kinds` the cell can still be. */
function kindsOf(cell: string, kinds: number): number {
  let left = 0;
  if (kinds & INTEGER && IS_INTEGER.test(cell)) left |= INTEGER;
  if (kinds & NUMBER && (left !== 0 || (IS_NUMBER.test(cell) && /\d/.test(cell)))) left |= NUMBER;
  if (left !== 0) return left;
  if (kinds & DATE && IS_DATE.test(cell)) left |= DATE;
  if (kinds & BOOLEAN && IS_BOOLEAN.test(cell)) left |= BOOLEAN;
  return left;
}

function addCategory(profile: Profile, cell: string): void {
  profile.filled += 1;
  const { categories } = profile;
  if (categories === null || categories.has(cell)) return;
  if (cell.length > MAX_CATEGORY_LENGTH || categories.size >= MAX_CATEGORIES) profile.categories = null;
  // A string cut out of a block of text holds on to the whole block; this makes one of its own.
  else categories.add(JSON.parse(JSON.stringify(cell)));
}

function typeOf({ kinds, filled, categories }: Profile): Column['type'] {
  if (filled === 0) return 'text';
  if (kinds & BOOLEAN) return 'boolean';
  if (kinds & INTEGER) return 'integer';
  if (kinds & NUMBER) return 'number';
  if (kinds & DATE) return 'date';
  return categories !== null && filled >= categories.size * 2 ? 'category' : 'text';
}
