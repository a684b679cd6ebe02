import type { ReadStream } from 'node:tty';

/** More than any secret has, and its line's end. */
const mostBytes = 1_024;
const backspaces = ['\b', '\u007f'];

/**
 * The first line of standard input, without its end; at most a kilobyte is read. What is typed at a terminal is not shown, and a line that
 * is broken off with ^C ends the program.
 */
export async function readSecret(
  input: NodeJS.ReadStream | ReadStream,
  terminal: { write(text: string): unknown },
  prompt: string,
): Promise<string> {
  const isTyped = input.isTTY === true;
  if (isTyped) {
    terminal.write(prompt);
    input.setRawMode(true);
  }
  let typed = '';
  for await (const piece of input.setEncoding('utf8')) {
    for (const sign of String(piece)) {
      if (isTyped && sign === '\u0003') {
        input.setRawMode(false);
        terminal.write('\n');
        process.exit(130);
      }
      if (sign === '\n' || sign === '\r' || (isTyped && sign === '\u0004')) return end();
      if (isTyped && backspaces.includes(sign)) typed = [...typed].slice(0, -1).join('');
      else if (typed.length < mostBytes) typed += sign;
    }
  }
  return end();

  function end(): string {
    if (isTyped) {
      input.setRawMode(false);
      terminal.write('\n');
    }
    return typed;
  }
}
