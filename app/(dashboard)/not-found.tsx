import type { Metadata } from 'next';
import { NothingHere } from '#components/ui/nothing-here.tsx';

export const metadata: Metadata = { title: 'Not found' };

const PLACES = [
  { href: '/runs', label: 'Runs', text: 'can be searched by name.' },
  { href: '/datasets', label: 'Datasets', text: 'are the files you added.' },
];

export default function DashboardNotFound() {
  return <NothingHere places={PLACES} />;
}
