import { messageShortcuts } from '../../../slack/shortcuts.ts';
import { api } from '../api.ts';
import type { Message } from '../wire.ts';
import { useWorkspace, words } from '../workspace.ts';

/** What the app offers on a message, behind three dots. */
export function MessageMenu({ message }: { readonly message: Message }) {
  const { me, complain } = useWorkspace();
  async function choose(callbackId: string): Promise<void> {
    try {
      const { acked } = await api.shortcut(me, message.channel, message.ts, callbackId);
      if (!acked) complain('The app did not respond to this shortcut.');
    } catch (error) {
      complain(words(error));
    }
  }
  return (
    <select
      className="overflow message-menu"
      aria-label="More actions"
      value=""
      onChange={({ target }) => void choose(target.value)}
    >
      <option value="" disabled hidden>
        ⋯
      </option>
      {messageShortcuts.map(({ callbackId, name }) => (
        <option key={callbackId} value={callbackId}>
          {name}
        </option>
      ))}
    </select>
  );
}
