import { useEffect } from 'react';
import { api } from '../api.ts';
import { Blocks } from '../blocks/block.tsx';
import { SurfaceContext } from '../blocks/surface.ts';
import type { View } from '../wire.ts';
import { useWorkspace, words } from '../workspace.ts';
import { useViewSurface } from './view-surface.ts';

/** The app's Home tab: opening it tells the bot, which then publishes what it has. */
export function Home({ view }: { readonly view: View | undefined }) {
  const { me, complain } = useWorkspace();
  useEffect(() => {
    api.home(me).catch((error: unknown) => complain(words(error)));
  }, [me, complain]);
  return (
    <div className="list home" tabIndex={-1}>
      {view === undefined ? (
        <p className="empty">hart has not published a Home tab for you yet.</p>
      ) : (
        <HomeView key={view.viewId} view={view} />
      )}
    </div>
  );
}

const noErrors = {};

function HomeView({ view }: { readonly view: View }) {
  const { surface } = useViewSurface(view, noErrors);
  return (
    <SurfaceContext value={surface}>
      <Blocks blocks={view.blocks} />
    </SurfaceContext>
  );
}
