export interface CappedOutput {
  add(chunk: Uint8Array): void;
  /** Beginning and end, with a note of how much is missing between them. */
  text(): string;
}

/** Keeps at most `maxBytes` of what it is given: the first half as it came, and then the latest. */
export function createCappedOutput(maxBytes: number): CappedOutput {
  const headRoom = Math.floor(maxBytes / 2);
  const tailRoom = maxBytes - headRoom;
  const head: Uint8Array[] = [];
  let tail: Uint8Array[] = [];
  let headBytes = 0;
  let tailBytes = 0;
  let dropped = 0;

  function addToTail(chunk: Uint8Array): void {
    tail.push(chunk);
    tailBytes += chunk.length;
    // Trimmed at twice the room, so that many small chunks do not cost a copy each.
    if (tailBytes > 2 * tailRoom) trimTail();
  }

  function trimTail(): void {
    const joined = Buffer.concat(tail);
    const kept = joined.subarray(Math.max(0, joined.length - tailRoom));
    dropped += joined.length - kept.length;
    tail = [Buffer.from(kept)];
    tailBytes = kept.length;
  }

  return {
    add: (chunk) => {
      const first = chunk.subarray(0, headRoom - headBytes);
      if (first.length > 0) head.push(first);
      headBytes += first.length;
      if (first.length < chunk.length) addToTail(chunk.subarray(first.length));
    },
    text: () => {
      trimTail();
      const gap = dropped === 0 ? "" : `\n… ${dropped} bytes left out …\n`;
      if (gap === "") return Buffer.concat([...head, ...tail]).toString("utf8");
      return `${Buffer.concat(head).toString("utf8")}${gap}${Buffer.concat(tail).toString("utf8")}`;
    },
  };
}
