/** Why a button did not do what it says, under it. */
export function ActionProblem({ problem }: { problem: string | null }) {
  if (!problem) return null;
  return (
    <p role="alert" className="text-xs text-bad">
      {problem}
    </p>
  );
}
