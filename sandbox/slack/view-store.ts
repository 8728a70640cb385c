import type { Changes } from './changes.ts';
import { newId, newSecret } from './ids.ts';
import type { Block, Json, StateValues, View } from './types.ts';

/** What an app says of a view; `rules/view-rules.ts` has looked at it. */
export interface ViewContent {
  readonly type: 'modal' | 'home';
  readonly title: Json | null;
  readonly submit: Json | null;
  readonly close: Json | null;
  readonly callbackId: string;
  readonly privateMetadata: string;
  readonly externalId: string;
  readonly clearOnClose: boolean;
  readonly notifyOnClose: boolean;
  readonly blocks: readonly Block[];
}

/** At most this many modals lie upon each other. */
const stackLimit = 3;

export interface ViewStore {
  /** The modals that this person has open, the one in front last. */
  stack(user: string): readonly View[];
  home(user: string): View | undefined;
  open(user: string, content: ViewContent): View;
  /** Undefined when the stack is full. */
  push(user: string, content: ViewContent): View | undefined;
  update(view: View, content: ViewContent): void;
  publish(user: string, content: ViewContent): View;
  enter(view: View, values: StateValues): void;
  /** Takes one view off, or the whole stack. */
  close(view: View, all: boolean): void;
  find(id: string): View | undefined;
  findExternal(externalId: string): View | undefined;
  clear(): void;
}

function create(user: string, content: ViewContent, below: View | undefined): View {
  const id = newId('V');
  return {
    ...content,
    id,
    user,
    rootId: below?.rootId ?? id,
    previousId: below?.id ?? null,
    hash: newSecret(),
    entered: {},
  };
}

function fill(view: View, content: ViewContent): void {
  const { type: _, ...rest } = content;
  const kept = new Set(content.blocks.map((block) => block.block_id));
  const entered = Object.entries(view.entered).filter(([blockId]) => kept.has(blockId));
  Object.assign(view, rest, { hash: newSecret(), entered: Object.fromEntries(entered) });
}

export function createViewStore(changes: Changes): ViewStore {
  const stacks = new Map<string, readonly View[]>();
  const homes = new Map<string, View>();
  const stack = (user: string) => stacks.get(user) ?? [];
  const everyView = () => [...[...stacks.values()].flat(), ...homes.values()];

  function setStack(user: string, views: readonly View[]): void {
    stacks.set(user, views);
    changes.emit('views');
  }

  return {
    stack,
    home: (user) => homes.get(user),
    open(user, content) {
      const view = create(user, content, undefined);
      setStack(user, [view]);
      return view;
    },
    push(user, content) {
      const below = stack(user);
      if (below.length >= stackLimit) return undefined;
      const view = create(user, content, below.at(-1));
      setStack(user, [...below, view]);
      return view;
    },
    update(view, content) {
      fill(view, content);
      changes.emit(view.type === 'home' ? 'home' : 'views');
    },
    publish(user, content) {
      const before = homes.get(user);
      const view = before ?? create(user, content, undefined);
      if (before !== undefined) fill(before, content);
      homes.set(user, view);
      changes.emit('home');
      return view;
    },
    enter(view, values) {
      for (const [blockId, actions] of Object.entries(values)) {
        view.entered = { ...view.entered, [blockId]: { ...view.entered[blockId], ...actions } };
      }
    },
    close(view, all) {
      const views = stack(view.user);
      setStack(view.user, all ? [] : views.slice(0, Math.max(0, views.indexOf(view))));
    },
    find: (id) => everyView().find((view) => view.id === id),
    findExternal: (externalId) =>
      everyView().find((view) => externalId !== '' && view.externalId === externalId),
    clear() {
      stacks.clear();
      homes.clear();
      changes.emit('views');
      changes.emit('home');
    },
  };
}
