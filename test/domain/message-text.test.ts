import { describe, expect, test } from 'vitest';
import { messageText } from '../../src/domain/message-text.ts';

const hex = (text: string, encoding: 'utf16le' | 'utf8') =>
  Buffer.from(text, encoding).toString('hex');

describe('the beginning of a message', () => {
  test.each([
    [
      'UTF-16, as the product writes it',
      hex('<Neo4jSync>ä</Neo4jSync>', 'utf16le'),
      '<Neo4jSync>ä</Neo4jSync>',
    ],
    ['UTF-8', hex('<a>ä€</a>', 'utf8'), '<a>ä€</a>'],
    ['digits in capitals', '3C613E', '<a>'],
    ['nothing', '', ''],
    ['line breaks', hex('a\r\n\tb', 'utf8'), 'a\r\n\tb'],
    ['what is no text', 'ff00fe1b', '\ufffd\ufffd\ufffd\ufffd'],
  ])('is shown as text: %s', (_, digits, text) => {
    expect(messageText(digits, 100)).toBe(text);
  });

  test('is cut', () => {
    expect(messageText(hex('x'.repeat(50), 'utf16le'), 7)).toBe('xxxxxxx');
  });
});
