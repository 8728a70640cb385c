import { parse } from 'yaml';
import { isJson, word } from '../../slack/rules/shapes.ts';

/** The quick pace of this sandbox in words, from the very configuration that the bot has. */
export function paceWords(config: string): readonly string[] {
  const parsed: unknown = parse(config);
  if (!isJson(parsed)) return [];
  const part = (name: string) => (isJson(parsed[name]) ? parsed[name] : {});
  const checks = part('checks');
  const alerting = part('alerting');
  return [
    ['checks every', checks['interval']],
    ['alert after', checks['for']],
    ['posted after', alerting['groupWait']],
    ['edited every', alerting['groupInterval']],
    ['resolves after', checks['keepFiringFor']],
  ]
    .filter(([, value]) => word(value) !== '')
    .map(([label, value]) => `${word(label)} ${word(value).replace(/^(\d+)([a-z])/, '$1 $2')}`);
}
