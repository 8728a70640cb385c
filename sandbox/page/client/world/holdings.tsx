import { api } from '../api.ts';
import { useLive } from '../use-live.ts';

/** What the databases hold, and whether they answer. */
export function Holdings() {
  const holdings = useLive(
    'holdings',
    async () => (await api.contents()).contents,
    ['faults', 'clock'],
    5000,
  );
  if (holdings === undefined || holdings.length === 0) return null;
  return (
    <section className="card holdings" aria-label="What the databases hold">
      <dl>
        {holdings.map(({ name, text, up, items = [] }) => (
          <div key={name} className={up ? '' : 'down'}>
            <dt>{name}</dt>
            <dd>
              {up ? text : `does not answer${name.startsWith('api') ? '' : `; ${text}`}`}
              {items.length > 0 && (
                <ul>
                  {items.map((item) => (
                    <li key={item}>{item}</li>
                  ))}
                </ul>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
