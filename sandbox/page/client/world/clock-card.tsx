import { useEffect, useState } from 'react';
import { api } from '../api.ts';
import { paceWords } from '../pace.ts';
import { useLive } from '../use-live.ts';
import { useWorkspace, words } from '../workspace.ts';

const steps = [
  ['+5 min', 'PT5M'],
  ['+1 h', 'PT1H'],
  ['+6 h', 'PT6H'],
] as const;

/** The databases' clock, and back to the start. */
export function ClockCard() {
  const { complain } = useWorkspace();
  const ahead = useLive('clock', async () => Date.parse((await api.clock()).now) - Date.now(), [
    'clock',
  ]);
  const config = useLive('config', api.config, []);
  const [sure, setSure] = useState(false);
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = window.setInterval(() => tick((count) => count + 1), 1000);
    return () => window.clearInterval(timer);
  }, []);
  const run = (work: Promise<unknown>) => {
    setSure(false);
    work.catch((error: unknown) => complain(words(error)));
  };
  const now = new Date(Date.now() + (ahead ?? 0));
  return (
    <section className="card" aria-label="Clock">
      <div className="clock-line">
        <h2>The world</h2>
        <time dateTime={now.toISOString()} title="The databases' clock, UTC">
          {now.toISOString().slice(0, 19).replace('T', ' ')} UTC
        </time>
      </div>
      <div className="buttons">
        {steps.map(([label, duration]) => (
          <button
            key={label}
            type="button"
            className="button small"
            onClick={() => run(api.advance(duration))}
          >
            {label}
          </button>
        ))}
        <button
          type="button"
          className={`button small ${sure ? 'danger' : ''}`}
          onBlur={() => setSure(false)}
          onClick={() => (sure ? run(api.reset()) : setSure(true))}
        >
          {sure ? 'Really reset' : 'Reset'}
        </button>
      </div>
      <p className="quiet note">
        {aheadWords(ahead ?? 0)}The buttons move the databases' clock, not hart's.
      </p>
      {config !== undefined && (
        <p className="quiet note pace">Quick pace: {paceWords(config).join(', ')}.</p>
      )}
    </section>
  );
}

/** How far the world is ahead of this machine. */
function aheadWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return '';
  const hours = Math.floor(minutes / 60);
  const parts = [
    ...(hours > 0 ? [`${hours} h`] : []),
    ...(minutes % 60 > 0 ? [`${minutes % 60} min`] : []),
  ];
  return `${parts.join(' ')} ahead. `;
}
