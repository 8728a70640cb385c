import type { EnrolmentStore } from '../step-up/create-step-up.ts';
import type { Store } from '../store/open-store.ts';

const kind = 'one-time-codes';
/** They are of people, not of an environment. */
const everywhere = '';

/** Where one-time codes are kept: sealed texts, which the store cannot read. */
export function enrolmentStore(store: Store): EnrolmentStore {
  const { records } = store;
  return {
    load: (person) => records.one(kind, everywhere, person),
    replace: (person, before, after) =>
      store.transaction(async () => {
        if ((await records.one(kind, everywhere, person)) !== before) return false;
        await records.apply(kind, everywhere, { put: [{ id: person, json: after }] });
        return true;
      }),
  };
}
