import { useQuery } from '@tanstack/react-query';
import { lazy, useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { CodePlace } from '#components/ui/code-place.tsx';
import { codeSource } from '#components/ui/code-source.ts';
import { DialogButton } from '#components/ui/dialog-button.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { listColumnValuesAction } from '#lib/datasets/actions.ts';
import { countOf, formatCount } from '#lib/format.ts';
import type { NewLabel } from './label-rows.ts';

const list = codeSource();
const CheckList = lazy(() => list.fetch(() => import('#components/ui/check-list.tsx')));

type TakeLabelsProps = {
  datasetId: string;
  columns: readonly string[];
  /** The column with the right answers has the labels, where there is one. */
  goldColumn: string;
  onTake: (labels: readonly NewLabel[]) => void;
};

/** Opens the different values of a column, to choose labels among them. */
export function TakeLabels({ datasetId, columns, goldColumn, onTake }: TakeLabelsProps) {
  return (
    <DialogButton kind="quiet" text="Take from a column" title="Labels from a column" isWide>
      {(close) => (
        <ColumnLabels
          datasetId={datasetId}
          columns={columns}
          goldColumn={goldColumn}
          close={close}
          onTake={(values) => {
            onTake(values.map((label) => ({ label, description: '' })));
            close();
          }}
        />
      )}
    </DialogButton>
  );
}

type ColumnLabelsProps = Omit<TakeLabelsProps, 'onTake'> & { close: () => void; onTake: (values: string[]) => void };

function ColumnLabels({ datasetId, columns, goldColumn, close, onTake }: ColumnLabelsProps) {
  const [column, setColumn] = useState(goldColumn);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [search, setSearch] = useState('');
  const { data, isError, isFetching } = useQuery({
    queryKey: ['column-values', datasetId, column],
    queryFn: () => listColumnValuesAction({ datasetId, column }),
    enabled: column !== '',
    staleTime: 60_000,
  });
  const found = data?.ok ? data.data : null;
  const values = found?.values ?? [];
  const shown = values.filter(({ value }) => value.toLowerCase().includes(search.trim().toLowerCase()));
  const chosen = values.filter(({ value }) => !left.has(value)).map(({ value }) => value);

  function choose(column: string) {
    setColumn(column);
    setLeft(new Set());
    setSearch('');
  }

  /** The list shows those found only; what is out of sight stays as it is. */
  function setChosen(kept: ReadonlySet<string>) {
    setLeft(new Set([...left, ...shown.map(({ value }) => value)].filter((value) => !kept.has(value))));
  }

  return (
    <div className="mt-3 flex flex-col gap-3">
      <SelectField
        label="Column"
        name="labelColumn"
        options={[{ value: '', label: 'Choose a column' }, ...columns.map((name) => ({ value: name, label: name }))]}
        value={column}
        onChange={choose}
      />
      {isFetching && !data && (
        <p role="status" className="text-ink-muted">
          Counting the values of {column}.
        </p>
      )}
      {isError && <Alert>The server could not be reached. Choose the column again.</Alert>}
      {data?.ok === false && <Alert tone="warn">{data.error.message}</Alert>}
      {found && values.length === 0 && <Alert tone="warn">This column is empty in every row.</Alert>}
      {values.length > 8 && (
        <TextField label="Search" name="search" type="search" value={search} onChange={setSearch} />
      )}
      {found && values.length > 0 && (
        <>
          <CodePlace source={list} name="The list of values" placeholder={<div className="min-h-72" />}>
            <CheckList
              label={`Values of ${column}`}
              items={shown.map(({ value, count }) => ({ id: value, title: value, hint: countOf(count, 'row') }))}
              chosen={new Set(chosen)}
              onChange={setChosen}
            />
          </CodePlace>
          <p className="text-xs text-ink-muted">
            {shown.length === 0 && 'No value has that in it. '}
            {formatCount(chosen.length)} of {countOf(values.length, 'different value')} chosen, in{' '}
            {countOf(found.filledCount, 'row')}
            {found.filledCount < found.rowCount && `; ${formatCount(found.rowCount - found.filledCount)} are empty`}.
          </p>
        </>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        {chosen.length > 0 && (
          <Button onPress={() => setLeft(new Set(values.map(({ value }) => value)))}>Choose none</Button>
        )}
        {left.size > 0 && <Button onPress={() => setLeft(new Set())}>Choose all</Button>}
        <Button onPress={close}>Cancel</Button>
        <Button kind="primary" isDisabled={chosen.length === 0} onPress={() => onTake(chosen)}>
          {chosen.length === 0 ? 'Add labels' : `Add ${countOf(chosen.length, 'label')}`}
        </Button>
      </div>
    </div>
  );
}
