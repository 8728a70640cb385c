import type { HomeViewer } from '../domain/home.ts';
import type { Store } from '../store/open-store.ts';

const kind = 'home-viewer';

/** Who opened the Home tab, newest last known. */
export async function homeViewers({ records }: Pick<Store, 'records'>): Promise<HomeViewer[]> {
  const stored = await records.load(kind, '');
  return stored.map(({ json }): HomeViewer => JSON.parse(json));
}

/** One line a person, however often they open it. */
export async function rememberHome(
  { records }: Pick<Store, 'records'>,
  viewer: HomeViewer,
): Promise<void> {
  await records.apply(kind, '', { put: [{ id: viewer.userId, json: JSON.stringify(viewer) }] });
}
