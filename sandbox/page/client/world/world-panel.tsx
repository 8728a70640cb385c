import { useState } from 'react';
import { faultCatalogue } from '../../../world/fault-catalogue.ts';
import { api } from '../api.ts';
import { useLive } from '../use-live.ts';
import type { FaultState } from '../wire.ts';
import { useWorkspace, words } from '../workspace.ts';
import { ClockCard } from './clock-card.tsx';
import { Fault } from './fault.tsx';
import { groupOf, groups } from './fault-groups.ts';
import { Holdings } from './holdings.tsx';

/** The simulated deployment: its clock, what it holds, and what can be broken in it. */
export function WorldPanel() {
  const faults = useLive('faults', async () => (await api.faults()).faults, ['faults']);
  const [filter, setFilter] = useState('');
  const states = new Map((faults ?? []).map((state) => [state.name, state]));
  const on = (faults ?? []).filter((state) => state.on);
  const wanted = filter.trim().toLowerCase();
  const matching = faultCatalogue.filter(
    ({ name, description }) =>
      states.has(name) && `${name} ${groupOf[name]} ${description}`.toLowerCase().includes(wanted),
  );
  return (
    <aside className="world" aria-label="World">
      <ClockCard />
      <Holdings />
      <section className="faults" aria-label="Faults">
        <div className="faults-head">
          <h2>Faults</h2>
          <AllOff on={on} />
        </div>
        <input
          type="search"
          className="field"
          placeholder="Find a fault …"
          aria-label="Find a fault"
          value={filter}
          onChange={({ target }) => setFilter(target.value)}
        />
        {groups.map((group) => {
          const inside = matching.filter(({ name }) => groupOf[name] === group);
          return (
            inside.length > 0 && (
              <section key={group} className="fault-group">
                <h3>{group}</h3>
                {inside.map((fault) => (
                  <Fault key={fault.name} fault={fault} state={states.get(fault.name)} />
                ))}
              </section>
            )
          );
        })}
        {faults !== undefined && matching.length === 0 && (
          <p className="quiet">No fault matches “{filter}”.</p>
        )}
      </section>
    </aside>
  );
}

function AllOff({ on }: { readonly on: readonly FaultState[] }) {
  const { complain } = useWorkspace();
  if (on.length === 0) return <span className="quiet">all off</span>;
  return (
    <button
      type="button"
      className="button small"
      onClick={() => {
        Promise.all(on.map(({ name }) => api.setFault(name, false, {}))).catch((error: unknown) =>
          complain(words(error)),
        );
      }}
    >
      {on.length} on: switch off
    </button>
  );
}
