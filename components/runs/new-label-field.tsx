import { type ComponentProps, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { type NewLabel, readLabels } from './label-rows.ts';

type TextFieldProps = ComponentProps<typeof TextField>;

/** Adds labels: typed one by one, or pasted as a list. */
export function NewLabelField({ onAdd }: { onAdd: (labels: readonly NewLabel[]) => void }) {
  const [text, setText] = useState('');

  function add(written: string) {
    if (written.trim() === '') return;
    onAdd(readLabels(written));
    setText('');
  }

  const onKeyDown: TextFieldProps['onKeyDown'] = (event) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    // The form around is not sent by the way.
    event.preventDefault();
    add(text);
  };

  const onPaste: TextFieldProps['onPaste'] = (event) => {
    const pasted = event.clipboardData.getData('text/plain');
    // A single label goes into the field like any other text.
    if (text !== '' || readLabels(pasted).length < 2) return;
    event.preventDefault();
    add(pasted);
  };

  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 grow">
        <TextField
          label="Add labels"
          name="newLabel"
          autoComplete="off"
          value={text}
          onChange={setText}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          placeholder="refund, card lost, other"
          description="Enter adds. Paste a whole list, or two columns of a spreadsheet: label and what it means."
        />
      </div>
      <div className="pt-6">
        <Button label="Add labels to the list" onPress={() => add(text)}>
          Add
        </Button>
      </div>
    </div>
  );
}
