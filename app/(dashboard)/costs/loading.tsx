import { CostsToCome } from '#components/reports/costs-to-come.tsx';

// The whole of a workspace's history is added up for this page: the frame of it stands at once.
export default function LoadingCosts() {
  return <CostsToCome />;
}
