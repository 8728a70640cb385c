import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../sandbox/slack/rules/block-rules.ts';
import type { Block } from '../../src/domain/message.ts';
import type { RestoreChoices } from '../../src/domain/restore-choices.ts';
import {
  newRestoreForm,
  type RestoreForm,
  readRestoreForm,
  restoreFormOf,
} from '../../src/slack/views/restore-fields.ts';
import { restoreForm } from '../../src/slack/views/restore-form.ts';
import { someRestoreChoices } from '../fakes/restore-choices.ts';

const others = ['production'];
const of = (changed: Partial<RestoreChoices>) =>
  someRestoreChoices({ environment: 'staging', notBeside: null, ...changed });

function blocksOf(changed: Partial<RestoreChoices>, how: RestoreForm['how'] = 'copy') {
  const choices = of(changed);
  return restoreForm(choices, { ...newRestoreForm(choices), how }).blocks;
}
const words = (...asked: Parameters<typeof blocksOf>) => JSON.stringify(blocksOf(...asked));

describe('S17 whose backups a copy is made of', () => {
  it('is asked only where there are several environments, and only of a copy', () => {
    expect(words({ others })).toContain('Whose backups');
    expect(words({ others: [] })).not.toContain('Whose backups');
    expect(words({})).not.toContain('Whose backups');
    for (const how of ['beside', 'in-place'] as const)
      expect(words({ others }, how)).not.toContain('Whose backups');
  });

  it('says what masks the copy, or asks for “unmasked” in words, which is never chosen beforehand', () => {
    const from = 'production';
    const masked = words({ others, from, masking: 'dbo.MaskPeople' });
    expect(masked).toContain('`dbo.MaskPeople` masks the copy before anyone is let in.');
    expect(masked).not.toContain('Unmasked: the copy');
    expect(masked).not.toContain('backups.masking');
    const open = blocksOf({ others, from, masking: null });
    expect(JSON.stringify(open)).toContain('Unmasked: the copy holds the data as it is');
    const radio = open.find((block) => block['block_id'] === 'unmasked');
    expect(radio).toMatchObject({ element: { initial_option: { value: 'no' } } });
    expect(JSON.stringify(open)).toContain('environments.staging.backups.masking in hart.yml');
    expect(words({ others })).not.toContain('Unmasked: the copy');
    expect(checkBlocks(open, 'modal')).toEqual([]);
  });

  it('stands at its head, with where the copy goes, and at its files', () => {
    const crossing = words({ others, from: 'production' });
    expect(crossing).toContain('`SQL-PROD` of `production` → a copy in `staging`');
    expect(crossing).toContain('path on the server of staging');
    const own = words({ others });
    expect(own).toContain('environment `staging`"');
    expect(own).not.toContain('path on the server of');
  });

  it('is carried by the order of a copy alone, and its own is no other', () => {
    expect(optionsFor({ from: 'production', unmasked: 'yes' })).toMatchObject({
      from: 'production',
      unmasked: true,
    });
    expect(optionsFor({ from: 'production', unmasked: 'no' })).not.toHaveProperty('unmasked');
    for (const fields of [
      { from: '-', unmasked: 'yes' },
      { how: 'beside', from: 'production', unmasked: 'yes' },
      { how: 'in-place', from: 'production', unmasked: 'yes' },
    ]) {
      expect(optionsFor(fields)).not.toHaveProperty('from');
      expect(optionsFor(fields)).not.toHaveProperty('unmasked');
    }
  });
});

/** The names of the fields of a form, in order. */
function fieldsIn(blocks: readonly Block[]): readonly string[] {
  return blocks.filter(({ type }) => type === 'input').map((block) => String(block['block_id']));
}

describe('S17 what is chosen among the backups of one environment', () => {
  const from = 'production';
  const until = 'before-log';

  it('stands under another name among those of another, so that Slack does not keep it there', () => {
    const drawn = (choices: RestoreChoices) =>
      fieldsIn(restoreForm(choices, { ...newRestoreForm(choices), until }).blocks);
    const own = drawn(of({ others }));
    const theirs = drawn(of({ others, from, masking: 'dbo.MaskPeople' }));
    expect(own).toEqual(['how', 'from', 'fork', 'until', 'log', 'copy', 'moves', 'keep']);
    const changed = ['fork', 'log', 'moves'];
    expect(theirs).toEqual(
      own.map((name) => (changed.includes(name) ? `${name}@production` : name)),
    );
  });

  it('is not read as a choice among those of another', () => {
    // The moment at which "Whose backups" changes: what is filled in is of the environment before.
    const fields: Readonly<Record<string, string>> = {
      how: 'copy',
      from,
      until,
      fork: 'own-fork',
      log: 'own-log',
      moves: 'Own = /data/own.mdf',
      copy: 'Hartonomous_R7',
    };
    const form = restoreFormOf((name) => fields[name] ?? '', null);
    expect(form).toMatchObject({ from, fork: '', log: '', moves: '', copy: 'Hartonomous_R7' });
    const then = { ...fields, 'fork@production': 'their-fork', 'moves@production': 'nonsense' };
    const read = restoreFormOf((name) => new Map(Object.entries(then)).get(name) ?? '', null);
    expect(read).toMatchObject({ fork: 'their-fork', moves: 'nonsense' });
    expect(Object.keys(errorsOf({ ...read, keep: '7d' }))).toEqual([
      'log@production',
      'moves@production',
    ]);
  });

  it('is its own again in place, where no other is meant', () => {
    const fields = new Map(
      Object.entries({ how: 'in-place', from, fork: 'own', 'fork@production': 'x' }),
    );
    const form = restoreFormOf((name) => fields.get(name) ?? '', null);
    expect(form).toMatchObject({ how: 'in-place', from: '', fork: 'own' });
  });
});

function errorsOf(form: RestoreForm): Readonly<Record<string, string>> {
  const read = readRestoreForm(form);
  return 'errors' in read ? read.errors : {};
}

function optionsFor(filled: Readonly<Record<string, string>>): object {
  const fields: Readonly<Record<string, string>> = { how: 'copy', until: 'latest', ...filled };
  const begun = newRestoreForm(of({ others }));
  const read = readRestoreForm(restoreFormOf((name) => fields[name] ?? '', begun));
  if ('errors' in read) throw new Error(JSON.stringify(read.errors));
  return read.options;
}
