import { createContext, useContext } from 'react';
import type { Spot } from '../api.ts';
import type { Given, Json } from '../wire.ts';

/** Where blocks stand: how their elements are pressed and what is filled in. */
export interface Surface {
  readonly spot: Spot;
  /** What an element says now, as Slack writes it; undefined: as it began. */
  readonly value: (blockId: string, actionId: string) => Json | undefined;
  readonly press: (blockId: string, actionId: string, value?: Given) => Promise<void>;
  /** Filled in, to be submitted later. */
  readonly enter: (blockId: string, actionId: string, value: Given) => void;
  readonly entered: (blockId: string, actionId: string) => Given | undefined;
  /** What is wrong with what was filled in, by block. */
  readonly errors: Readonly<Record<string, string>>;
}

export const SurfaceContext = createContext<Surface>({
  spot: { viewId: '' },
  value: () => undefined,
  press: () => Promise.resolve(),
  enter: () => undefined,
  entered: () => undefined,
  errors: {},
});

export function useSurface(): Surface {
  return useContext(SurfaceContext);
}
