import type { ReactNode } from 'react';
import { useWorkspace } from '../workspace.ts';

/** A link: to a message of this workspace it leads there, elsewhere into a tab of its own. Nothing but http(s). */
export function Link({ url, children }: { readonly url: string; readonly children: ReactNode }) {
  const { open } = useWorkspace();
  const place = /\/archives\/(\w+)\/p(\d+)(\d{6})(?:\?|$)/.exec(url);
  if (place !== null) {
    const [, channel = '', seconds, micros] = place;
    return (
      <button type="button" className="link" onClick={() => open(channel, `${seconds}.${micros}`)}>
        {children}
      </button>
    );
  }
  if (!/^(https?|mailto):/i.test(url)) return <span>{children}</span>;
  return (
    <a href={url} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );
}
