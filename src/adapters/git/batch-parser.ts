/** One answer of `git cat-file --batch`; undefined where the object does not exist or its abbreviation is ambiguous. */
export type BatchAnswer = { readonly oid: string; readonly type: string; readonly content: Uint8Array } | undefined;

const NEWLINE = 0x0a;
const HEADER = /^([0-9a-f]{40,64}) (commit|tree|blob|tag) (\d+)$/;

interface Pending {
  readonly oid: string;
  readonly type: string;
  readonly content: Buffer;
  filled: number;
}

/**
 * Cuts the output of `git cat-file --batch` into answers, however it is chunked.
 * Each answer is `OID TYPE SIZE\n`, SIZE bytes and `\n`, or one line `NAME missing`.
 */
export function createBatchParser(onAnswer: (answer: BatchAnswer) => void): (chunk: Buffer) => void {
  let header = "";
  let pending: Pending | undefined;

  /** Reads on from `at`; returns where it stopped. */
  function readHeader(chunk: Buffer, at: number): number {
    const end = chunk.indexOf(NEWLINE, at);
    header += chunk.toString("utf8", at, end === -1 ? chunk.length : end);
    if (end === -1) return chunk.length;
    const found = HEADER.exec(header);
    header = "";
    if (found === null) {
      onAnswer(undefined);
      return end + 1;
    }
    const [, oid = "", type = "", size = ""] = found;
    // Memory of its own: a slice of the chunk or of Node's pool would keep its neighbours alive.
    pending = { oid, type, content: Buffer.allocUnsafeSlow(Number(size)), filled: 0 };
    return end + 1;
  }

  function readContent(chunk: Buffer, at: number, object: Pending): number {
    const wanted = object.content.length - object.filled;
    if (wanted > 0) {
      const copied = chunk.copy(object.content, object.filled, at, at + wanted);
      object.filled += copied;
      return at + copied;
    }
    pending = undefined;
    onAnswer({ oid: object.oid, type: object.type, content: object.content });
    return at + 1;
  }

  return (chunk) => {
    for (let at = 0; at < chunk.length;) {
      at = pending === undefined ? readHeader(chunk, at) : readContent(chunk, at, pending);
    }
  };
}
