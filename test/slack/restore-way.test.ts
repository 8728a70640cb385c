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
    expect(words(null, 'beside')).not.toContain('Name of the copy');
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
    expect(optionsFor('beside')).toMatchObject({ way: 'beside', copy: null, moves: {} });
    expect(optionsFor('in-place')).not.toHaveProperty('way');
    expect(optionsFor('copy')).not.toHaveProperty('way');
    const order = optionsFor('beside');
    expect(writeRestoreOptions(readRestoreOptions(order) ?? never())).toEqual(order);
  });
});

describe('S3 S23 the form of a restore in place', () => {
  const go = 'Restore while they run';
  const none = 'Without it: what is in no backup yet is lost for good';

  it.each(['beside', 'in-place'] as const)('%s asks about jobs, with the risk in words', (how) => {
    expect(words(null, how)).toContain(go);
    expect(words(null, how)).toContain(
      'One that backs up the log meanwhile fails; one that cleans up may delete what leads back.',
    );
    expect(optionsFor(how, { jobs: 'go-on' })).toMatchObject({ whileJobsRun: true });
    expect(optionsFor(how, { jobs: 'wait' })).not.toHaveProperty('whileJobsRun');
  });

  it('takes no tail only where it overwrites, and says what that costs', () => {
    expect(words(null, 'in-place')).toContain(none);
    expect(words(null, 'in-place')).toContain('nothing leads back');
    expect(words(null, 'beside')).not.toContain(none);
    expect(optionsFor('in-place', { tail: 'without' })).toMatchObject({ withoutTail: true });
    expect(optionsFor('in-place', { tail: 'take' })).not.toHaveProperty('withoutTail');
  });

  it('orders nothing that is left over from another way', () => {
    const left = { jobs: 'go-on', tail: 'without' };
    expect(optionsFor('beside', left)).not.toHaveProperty('withoutTail');
    expect(optionsFor('copy', left)).not.toHaveProperty('withoutTail');
    expect(optionsFor('copy', left)).not.toHaveProperty('whileJobsRun');
    expect(words(null, 'copy')).not.toContain(go);
  });
});

function optionsFor(how: string, filled: Readonly<Record<string, string>> = {}) {
  const fields: Readonly<Record<string, string>> = { how, until: 'latest', ...filled };
  const begun = newRestoreForm(someRestoreChoices({ notBeside: null }));
  const read = readRestoreForm(restoreFormOf((name) => fields[name] ?? '', begun));
  if ('errors' in read) throw new Error(JSON.stringify(read.errors));
  return writeRestoreOptions(read.options);
}

function never(): never {
  throw new Error('the options cannot be read');
}
