import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import type { Issue } from '#lib/errors.ts';

type UploadProblemsProps = {
  title: string;
  message: string;
  issues: readonly Issue[];
  onImportAnyway: (() => void) | null;
};

/** What is wrong with a file, line by line, and the other way to take it. */
export function UploadProblems({ title, message, issues, onImportAnyway }: UploadProblemsProps) {
  return (
    <div className="flex flex-col gap-3">
      <Alert title={title}>
        {issues.length === 0 ? (
          <p>{message}</p>
        ) : (
          <ul aria-label="Problems in the file" className="mt-1 flex list-disc flex-col gap-1 pl-4">
            {issues.map((issue) => (
              <li key={`${issue.line} ${issue.record} ${issue.message}`}>{issue.message}</li>
            ))}
          </ul>
        )}
      </Alert>
      {onImportAnyway && issues.length > 0 && (
        <div className="flex flex-wrap items-center gap-3">
          <Button onPress={onImportAnyway}>Import anyway</Button>
          <p className="min-w-0 flex-1 basis-64 text-ink-muted">
            Takes every row it can: short rows are filled with empty cells, extra cells are joined into the last column,
            a column name that is taken gets a number, stray quotes are kept as text. Everything that was changed is
            listed with the dataset.
          </p>
        </div>
      )}
    </div>
  );
}
