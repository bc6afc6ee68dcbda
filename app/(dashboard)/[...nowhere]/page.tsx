import { notFound } from 'next/navigation';
import { requirePageActor } from '#lib/auth/server/session.ts';

/** Every address that is no page's: said inside the frame, so that the way on is in sight. */
export async function generateMetadata(): Promise<never> {
  await requirePageActor();
  notFound();
}

export default async function NowherePage() {
  await requirePageActor();
  notFound();
}
