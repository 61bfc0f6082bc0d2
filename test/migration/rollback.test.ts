import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fc } from "../support/fast-check.js";
import { expect, test } from "vitest";
import { blake3Hex } from "../../src/domain/hash.js";
import { updateCheckpoint, writeCheckpoint } from "../../src/migration/checkpoint.js";
import { readCheckpoint } from "../../src/migration/checkpoint-record.js";
import { type FileTransition, putState } from "../../src/migration/files.js";
import { insidePath } from "../../src/migration/inside-path.js";
import { movedOn } from "../../src/migration/moved-on.js";
import type { Invert } from "../../src/migration/decide-rollback.js";
import { carryOutRollback, draftRollback, rollback, type RollbackReport } from "../../src/migration/rollback.js";
import { temporaryFolder } from "../support/temp.js";

const HEAD = { package: "@acme/core", from: "0.9.0", to: "1.0.0", run_id: "00112233aabbccdd", operations: [] };

/** Contents by path; null is an absent file. */
type Contents = Readonly<Record<string, string | null>>;

async function fill(root: string, contents: Contents): Promise<void> {
  for (const [path, content] of Object.entries(contents)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    if (content === null) await rm(join(root, path), { force: true });
    else await writeFile(join(root, path), content);
  }
}

function transitions(before: Contents, after: Contents): FileTransition[] {
  return Object.keys(before).map((path) => ({
    path,
    before: toState(before[path] ?? null),
    after: toState(after[path] ?? null),
  }));
}

function toState(content: string | null): FileTransition["before"] {
  return content === null ? null : { bytes: Buffer.from(content), mode: 0o644 };
}

async function migrate(root: string, before: Contents, after: Contents): Promise<string> {
  await fill(root, before);
  const files = transitions(before, after);
  const folder = await writeCheckpoint(join(root, "artifacts/rollback"), HEAD, files);
  for (const { path, after } of files) await putState(join(root, path), after);
  return folder;
}

async function undo(root: string, folder: string, force = false): Promise<RollbackReport> {
  return rollback({ target: root, checkpoint: await readCheckpoint(folder), force });
}

test("law: rolling back an application restores every byte, every mode and every absence", async () => {
  const root = await temporaryFolder();
  const bytes = fc.option(fc.uint8Array({ maxLength: 40 }), { freq: 4 });
  const mode = fc.constantFrom(0o644, 0o755, 0o600);
  const side = fc.tuple(bytes, mode).map(([content, mode]) => (content === null ? null : { bytes: content, mode }));
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(side, side), { minLength: 1, maxLength: 5 }), async (sides) => {
      const target = join(root, String((run += 1)));
      await mkdir(target);
      const files = sides.map(([before, after], index) => ({ path: `d${index % 2}/f${index}.ts`, before, after }));
      for (const { path, before } of files) await putState(join(target, path), before);
      const folder = await writeCheckpoint(join(target, "r"), HEAD, files);
      for (const { path, after } of files) await putState(join(target, path), after);
      const report = await undo(target, folder);
      expect(report.files.filter(({ action }) => action === "conflict")).toEqual([]);
      for (const { path, before } of files) {
        const found = await stat(join(target, path)).catch(() => null);
        expect(found === null ? null : found.mode & 0o777).toBe(before === null ? null : before.mode);
        if (before !== null) expect(new Uint8Array(await readFile(join(target, path)))).toEqual(before.bytes);
      }
    }),
    { numRuns: 40 },
  );
});

test("an edit elsewhere in the file is kept, an edit of the same line is a conflict and left alone", async () => {
  const root = await temporaryFolder();
  const before = { "a.ts": "one\r\nold\r\nthree\r\nfour\r\n", "b.ts": "old\n" };
  const folder = await migrate(root, before, { "a.ts": "one\r\nnew\r\nthree\r\nfour\r\n", "b.ts": "new\n" });
  await fill(root, { "a.ts": "one\r\nnew\r\nthree\r\nfour and more\r\n", "b.ts": "new and mine\n" });
  const report = await undo(root, folder);
  expect(report.files).toEqual([
    { path: "a.ts", action: "merged" },
    { path: "b.ts", action: "conflict", reason: "it was edited since in the same lines" },
  ]);
  expect(await readFile(join(root, "a.ts"), "utf8")).toBe("one\r\nold\r\nthree\r\nfour and more\r\n");
  expect(await readFile(join(root, "b.ts"), "utf8")).toBe("new and mine\n");
  expect((await readCheckpoint(folder)).status).toBe("applied");

  await undo(root, folder, true);
  expect(await readFile(join(root, "b.ts"), "utf8")).toBe("old\n");
  expect((await readCheckpoint(folder)).status).toBe("rolled-back");
});

test("files that the migration created or deleted, and that were touched since, are conflicts", async () => {
  const root = await temporaryFolder();
  const before = { "created.ts": null, "deleted.ts": "x", "gone.ts": "x" };
  const folder = await migrate(root, before, { "created.ts": "new", "deleted.ts": null, "gone.ts": "y" });
  await fill(root, { "created.ts": "mine", "deleted.ts": "mine", "gone.ts": null });
  const report = await undo(root, folder);
  expect(report.files.map(({ action }) => action)).toEqual(["conflict", "conflict", "conflict"]);
  await undo(root, folder, true);
  expect((await readdir(root)).sort()).toEqual(["artifacts", "deleted.ts", "gone.ts"]);
});

test("an interrupted application can be rolled back, and rolling back twice changes nothing", async () => {
  const root = await temporaryFolder();
  const before = { "a.ts": "1", "b.ts": "1" };
  const folder = await migrate(root, before, { "a.ts": "2", "b.ts": "2" });
  await fill(root, { "b.ts": "1" });
  expect((await undo(root, folder)).files.map(({ action }) => action)).toEqual(["restored", "unchanged"]);
  expect((await undo(root, folder)).files.map(({ action }) => action)).toEqual(["unchanged", "unchanged"]);
});

test("what was taken back by an interrupted run is not taken back again", async () => {
  const root = await temporaryFolder();
  const folder = await migrate(root, { "a.ts": "a\n" }, { "a.ts": "b\n" });
  await fill(root, { "a.ts": "b\nlater b\n" });
  const swapped = (text: string): string => text.replace(/[ab](?=\n)/g, (name) => (name === "a" ? "b" : "a"));
  const invert: Invert = async (texts) =>
    new Map(
      [...texts].map(([path, bytes]) => [
        path,
        { bytes: Buffer.from(swapped(Buffer.from(bytes).toString())), flagged: [] },
      ]),
    );
  const options = async () => ({ target: root, checkpoint: await readCheckpoint(folder), force: false, invert });
  await carryOutRollback(await options(), await draftRollback(await options()), { keepOpen: true });
  expect(await readFile(join(root, "a.ts"), "utf8")).toBe("a\nlater a\n");
  expect((await rollback(await options())).files).toEqual([{ path: "a.ts", action: "unchanged" }]);
  expect(await readFile(join(root, "a.ts"), "utf8")).toBe("a\nlater a\n");
  expect((await readCheckpoint(folder)).status).toBe("rolled-back");
});

test("a checkpoint whose next record was not written is still whole", async () => {
  const root = await temporaryFolder();
  const folder = await migrate(root, { "a.ts": "1" }, { "a.ts": "2" });
  const settle = async (content: string): Promise<void> => {
    const checkpoint = await readCheckpoint(folder);
    const settled = { bytes: Buffer.from(content), mode: 0o644 };
    await updateCheckpoint({ ...checkpoint, files: checkpoint.files.map((file) => ({ ...file, settled })) });
  };
  await settle("3");
  const record = join(folder, "checkpoint.json");
  await mkdir(join(folder, `.onx-${blake3Hex(record).slice(0, 16)}.tmp`));
  await expect(settle("4")).rejects.toMatchObject({ code: "write-failed" });
  const [file] = (await readCheckpoint(folder)).files;
  expect(Buffer.from(file!.settled!.bytes).toString()).toBe("3");
});

test("a file that was moved and edited is known again when the rollback is repeated", async () => {
  const root = await temporaryFolder();
  const before = { "a.ts": "1\n2\nold\n4\n", "b.ts": "old\n" };
  await fill(root, before);
  const files = transitions(before, { "a.ts": "1\n2\nnew\n4\n", "b.ts": "new\n" });
  const applied = { manifest: "", stops: [], chosen: { by_id: false }, others: {} };
  const folder = await writeCheckpoint(join(root, "artifacts/rollback"), { ...HEAD, applied }, files);
  await fill(root, { "a.ts": null, "lib/a.ts": "edited\n2\nnew\n4\n", "b.ts": "newer\n" });
  const undone = async () => {
    const checkpoint = await readCheckpoint(folder);
    const others = movedOn(root, ["lib/a.ts"], checkpoint.applied?.others ?? {});
    return (await rollback({ target: root, checkpoint, force: false, others })).files;
  };
  const conflict = expect.objectContaining({ path: "b.ts", action: "conflict" });
  expect(await undone()).toEqual([{ path: "lib/a.ts", action: "merged", moved_from: "a.ts" }, conflict]);
  expect(await undone()).toEqual([{ path: "lib/a.ts", action: "unchanged", moved_from: "a.ts" }, conflict]);
  expect(await readFile(join(root, "lib/a.ts"), "utf8")).toBe("edited\n2\nold\n4\n");
});

test("a changed permission is an edit, and kept", async () => {
  const root = await temporaryFolder();
  const folder = await migrate(root, { "a.sh": "1" }, { "a.sh": "2" });
  await chmod(join(root, "a.sh"), 0o755);
  await undo(root, folder);
  expect((await stat(join(root, "a.sh"))).mode & 0o777).toBe(0o755);
});

test("an applied checkpoint is never overwritten, a spent one is", async () => {
  const root = await temporaryFolder();
  const first = await migrate(root, { "a.ts": "1" }, { "a.ts": "2" });
  const second = await migrate(root, { "a.ts": "2" }, { "a.ts": "3" });
  expect([first, second].map((folder) => folder.slice(root.length))).toEqual([
    "/artifacts/rollback/checkpoint_pre_1.0.0",
    "/artifacts/rollback/checkpoint_pre_1.0.0~2",
  ]);
  await undo(root, second);
  expect(await migrate(root, { "a.ts": "2" }, { "a.ts": "4" })).toBe(second);
});

test("a folder that has lost its record keeps what it holds", async () => {
  const root = await temporaryFolder();
  const folder = await migrate(root, { "a.ts": "1" }, { "a.ts": "2" });
  await rm(join(folder, "checkpoint.json"));
  const next = await migrate(root, { "a.ts": "1" }, { "a.ts": "2" });
  expect(next).toBe(`${folder}~2`);
  expect(await readdir(folder)).toContain("contents");
});

test("a checkpoint with a file for each of its contents, as they once were, is read", async () => {
  const root = await temporaryFolder();
  const folder = await migrate(root, { "a.ts": "1" }, { "a.ts": "2" });
  await rm(join(folder, "contents"));
  const loose = ["1", "2"].map((text) => [`blobs/${blake3Hex(text)}`, text] as const);
  await fill(folder, Object.fromEntries(loose));
  await undo(root, folder);
  expect(await readFile(join(root, "a.ts"), "utf8")).toBe("1");
});

test("what a killed process left beside a file goes with the rollback", async () => {
  const root = await temporaryFolder();
  const folder = await migrate(root, { "a.ts": "1" }, { "a.ts": "2" });
  await fill(root, { "a.ts": "1" });
  await writeFile(join(root, `.onx-${blake3Hex(join(root, "a.ts")).slice(0, 16)}.tmp`), "half");
  await undo(root, folder);
  expect(await readdir(root)).toEqual(["a.ts", "artifacts"]);
});

test("a checkpoint that was tampered with is refused before anything is written", async () => {
  const root = await temporaryFolder();
  const folder = await migrate(root, { "a.ts": "1" }, { "a.ts": "2" });
  const contents = await readFile(join(folder, "contents"), "utf8");
  for (const evil of [contents.replace(/1/, "2"), contents.slice(0, -1), "evil", ""]) {
    await writeFile(join(folder, "contents"), evil);
    await expect(readCheckpoint(folder)).rejects.toMatchObject({ code: "checkpoint-damaged" });
  }
  await writeFile(join(folder, "checkpoint.json"), '{"checkpoint_version": 2}');
  await expect(readCheckpoint(folder)).rejects.toMatchObject({ code: "checkpoint-invalid" });
  await expect(readCheckpoint(root)).rejects.toMatchObject({ code: "checkpoint-missing" });
});

test("paths that leave the target are refused", async () => {
  const root = await temporaryFolder();
  const outside = await temporaryFolder();
  await symlink(outside, join(root, "link"));
  await symlink(join(outside, "nowhere"), join(root, "dangling"));
  await mkdir(join(root, "real"));
  await symlink("real", join(root, "alias"));
  await writeFile(join(outside, "file"), "x");
  await symlink(join(outside, "file"), join(root, "file"));
  const bad = ["../x", "a/../../x", "/etc/passwd", "C:/x", "", "a//b", "./a", ".git/config", "x/.GIT/hooks/y", "a\0b"];
  for (const path of [...bad, "link/x", "link/new/x", "dangling/x", "dangling", "file"]) {
    await expect(insidePath(root, path), path).rejects.toMatchObject({ code: "unsafe-path" });
  }
  expect(await insidePath(root, "alias/new/x.ts")).toBe(join(root, "alias/new/x.ts"));

  const files = [{ path: "../escaped.ts", before: null, after: { bytes: Buffer.from("x"), mode: 0o644 } }];
  const folder = await writeCheckpoint(join(root, "r"), HEAD, files);
  await expect(undo(root, folder)).rejects.toMatchObject({ code: "unsafe-path" });
});
