/** What a dependent writes that has to change. */
export interface Snippet {
  readonly text: string;
  /** The same with a name that cannot be there: where it type-checks all the same, the snippet tells nothing. */
  readonly control?: string;
  /** The change need not show in types: nothing follows where the snippet still type-checks. */
  readonly silent?: true;
}

/** Why there is no snippet. */
export interface NoSnippet {
  readonly reason: string;
}

export const NO_SUCH_NAME = "noSuchName$";

export function isSnippet(result: Snippet | NoSnippet): result is Snippet {
  return "text" in result;
}

export function none(reason: string): NoSnippet {
  return { reason };
}
