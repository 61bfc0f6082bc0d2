import { git } from "./git-run.js";

export interface FileDiff {
  readonly path: string;
  readonly previousPath: string | undefined;
  readonly status: "added" | "removed" | "modified" | "renamed";
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** The hunks, as GitHub shows them; undefined for a binary file or a mere change of mode. */
  readonly patch: string | undefined;
}

const OPTIONS = ["--no-color", "--no-ext-diff", "--find-renames", "--full-index"] as const;

export async function unifiedDiff(dir: string, from: string, to: string): Promise<string> {
  return git(dir, ["diff", ...OPTIONS, from, to, "--"]);
}

/** What differs between two commits. Git lists the three views of it in the same order. */
export async function diffFiles(dir: string, from: string, to: string): Promise<FileDiff[]> {
  const [raw, numbers, text] = await Promise.all([
    git(dir, ["diff", ...OPTIONS, "--raw", "--abbrev=40", "-z", from, to, "--"]),
    git(dir, ["diff", ...OPTIONS, "--numstat", from, to, "--"]),
    unifiedDiff(dir, from, to),
  ]);
  const counts = numbers.split("\n").filter(Boolean);
  const patches = text.split(/^diff --git .*\n/m).slice(1);
  return parseRaw(raw).map((file, index) => {
    const [additions = "0", deletions = "0"] = (counts[index] ?? "").split("\t");
    const hunks = /^@@ [\s\S]*/m.exec(patches[index] ?? "");
    return {
      ...file,
      additions: Number(additions) || 0,
      deletions: Number(deletions) || 0,
      patch: hunks?.[0].replace(/\n$/, ""),
    };
  });
}

// ":100644 100644 <from> <to> M\0path\0" and, for a rename, ":… R100\0before\0after\0"
function parseRaw(raw: string): Pick<FileDiff, "path" | "previousPath" | "status" | "sha">[] {
  const fields = raw.split("\0");
  const files: Pick<FileDiff, "path" | "previousPath" | "status" | "sha">[] = [];
  for (let at = 0; fields[at]?.startsWith(":");) {
    const [, , before = "", after = "", letter = "M"] = (fields[at] ?? "").split(" ");
    const renamed = letter.startsWith("R");
    const first = fields[at + 1] ?? "";
    files.push({
      path: renamed ? (fields[at + 2] ?? "") : first,
      previousPath: renamed ? first : undefined,
      status: renamed ? "renamed" : statusOf(letter),
      sha: letter === "D" ? before : after,
    });
    at += renamed ? 3 : 2;
  }
  return files;
}

function statusOf(letter: string): FileDiff["status"] {
  if (letter === "A") return "added";
  return letter === "D" ? "removed" : "modified";
}
