/** How often git may ask: each `get` takes one line off the pipe. */
const ANSWERS = 8;

/** Descriptor 3 is the pipe, inherited by the started git and by the shell that it starts for this. */
const HELPER =
  '!f() { test "$1" = get || exit 0; IFS= read -r token <&3 && ' +
  `printf 'username=x-access-token\\npassword=%s\\n' "$token"; }; f`;

/**
 * Configuration that answers for this server alone, from the pipe; a redirect elsewhere gets nothing.
 * The user's own helpers are taken off the list, since git would give them the token to keep.
 */
export function credentialArguments(url: URL): string[] {
  return ["-c", "credential.helper=", "-c", `credential.${url.origin}.helper=${HELPER}`];
}

/** What is written to the pipe. */
export function credentialLines(token: string): Uint8Array {
  return Buffer.from(`${token}\n`.repeat(ANSWERS));
}
