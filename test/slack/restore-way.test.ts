import { describe, expect, it } from 'vitest';
import { readRestoreOptions, writeRestoreOptions } from '../../src/domain/restore-options.ts';
import {
  newRestoreForm,
  readRestoreForm,
  restoreFormOf,
} from '../../src/slack/views/restore-fields.ts';
import { restoreForm } from '../../src/slack/views/restore-form.ts';
import { someRestoreChoices } from '../fakes/restore-choices.ts';

const words = (notBeside: string | null | undefined, how: 'beside' | 'in-place' | 'copy') => {
  const choices = someRestoreChoices(notBeside === undefined ? {} : { notBeside });
  return JSON.stringify(restoreForm(choices, { ...newRestoreForm(choices), how }).blocks);
};

describe('S8 the form of a restore', () => {
  it('offers beside first where it fits, with its own field values only', () => {
    expect(words(null, 'copy')).toContain('In place: beside first, then change names (safest)');
    expect(words(null, 'beside')).not.toMatch(/Name of the copy|"go-on"/);
    expect(words(null, 'in-place')).toContain('It can be made beside first');
  });

  it.each(['There is no room.', undefined])(
    'offers overwriting alone where it does not fit (%s), with the reason',
    (why) => {
      expect(words(why, 'copy')).not.toContain('beside first');
      // What was chosen before the room went is not chosen for anyone.
      expect(words(why, 'beside')).toContain(
        '"initial_option":{"text":{"type":"plain_text","text":"In place',
      );
      if (why !== undefined) expect(words(why, 'in-place')).toContain(`Not beside: ${why}`);
    },
  );

  it('carries the way in the order, and nothing of it for the others', () => {
    const choices = someRestoreChoices({ notBeside: null });
    const optionsFor = (how: string) => {
      const fields: Readonly<Record<string, string>> = { how, until: 'latest' };
      const read = readRestoreForm(
        restoreFormOf((name) => fields[name] ?? '', newRestoreForm(choices)),
      );
      if ('errors' in read) throw new Error(JSON.stringify(read.errors));
      return writeRestoreOptions(read.options);
    };
    expect(optionsFor('beside')).toMatchObject({ way: 'beside', copy: null, moves: {} });
    expect(optionsFor('in-place')).not.toHaveProperty('way');
    expect(optionsFor('copy')).not.toHaveProperty('way');
    const order = optionsFor('beside');
    expect(writeRestoreOptions(readRestoreOptions(order) ?? never())).toEqual(order);
  });
});

function never(): never {
  throw new Error('the options cannot be read');
}
