/** Results: standard output, and nothing else goes there. */
export function print(text: string): void {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** https://no-color.org: colours are for people, and only for those who want them. */
export function colorsWanted(): boolean {
  return process.stdout.isTTY && !process.env["NO_COLOR"];
}

const MANY = 20;

/** Indented lines, as many of them as a person reads. */
export function shorten(lines: readonly string[]): string[] {
  const more = lines.length > MANY ? [`… and ${lines.length - MANY} more`] : [];
  return [...lines.slice(0, MANY), ...more].map((line) => `  ${line}`);
}

export function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Shows what is going on, on one line of standard error that the next one replaces, where a person is watching. */
export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  const watched = stream.isTTY === true;
  let shown = false;
  return {
    show(text) {
      if (!watched) return;
      stream.write(`\r\u001B[K${text}`);
      shown = true;
    },
    clear() {
      if (shown) stream.write("\r\u001B[K");
      shown = false;
    },
  };
}

export interface Progress {
  show(text: string): void;
  clear(): void;
}
