import { queryPerformanceView } from './product-view.ts';
import { fullAccess } from './sql/access.ts';
import type { Clock, Engine } from './sql/engine-types.ts';

/** What the DBA's scripts add to the product. */
export async function installViews(engine: Engine, clock: Clock): Promise<void> {
  const session = await engine.session({
    database: 'Hartonomous',
    spid: 50,
    login: 'sa',
    access: fullAccess,
    clock,
  });
  await session.query(queryPerformanceView);
  session.close();
}
