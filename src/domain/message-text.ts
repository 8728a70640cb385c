/**
 * The beginning of a message as text, from the hexadecimal digits of its bytes: UTF-16 where every other byte says so, as
 * the product writes its XML, UTF-8 otherwise. What is no text shows as the replacement character.
 *
 * @param most characters
 */
export function messageText(hex: string, most: number): string {
  const bytes = Uint8Array.from(hex.match(/[\da-f]{2}/gi) ?? [], (pair) =>
    Number.parseInt(pair, 16),
  );
  const high = bytes.filter((_, place) => place % 2 === 1);
  const isWide = high.length > 0 && high.filter((byte) => byte === 0).length * 2 > high.length;
  const text = new TextDecoder(isWide ? 'utf-16le' : 'utf-8').decode(bytes);
  // What controls a terminal would be drawn as nothing.
  return text.replaceAll(/(?![\t\n\r])\p{Cc}/gu, '\ufffd').slice(0, most);
}
