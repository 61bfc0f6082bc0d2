import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { openTarball } from "../../../src/adapters/registry/tarball.js";
import { packageOf, tarballOf } from "./tarballs.js";

async function textOf(tarball: Uint8Array): Promise<Record<string, string>> {
  const tree = await openTarball(tarball, "1.0.0");
  const contents = await tree.read(tree.entries.map(({ oid }) => oid));
  return Object.fromEntries(tree.entries.map(({ path, oid }) => [path, Buffer.from(contents.get(oid)!).toString()]));
}

it("drops the leading folder, whatever it is called", async () => {
  expect(await textOf(packageOf({ "index.js": "1", "lib/a.js": "2" }, "old-name"))).toEqual({
    "index.js": "1",
    "lib/a.js": "2",
  });
});

it("identifies files as git does, and trees by their files alone", async () => {
  const files = { "b.js": "what is up, doc?", "a.js": "" };
  const tree = await openTarball(packageOf(files), "1.0.0");
  const other = await openTarball(packageOf(files, "elsewhere"), "2.0.0");

  expect(tree.entries).toEqual([
    { path: "a.js", oid: "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", kind: "file", executable: false },
    { path: "b.js", oid: "bd9dbf5aae1a3862dd1526723246b20206e5fc37", kind: "file", executable: false },
  ]);
  expect(tree.treeId).toBe(other.treeId);
  expect(tree.revision).not.toBe(other.revision);
  const sha512 = createHash("sha512").update(packageOf(files)).digest("base64");
  expect(tree.revision).toBe(`sha512-${sha512}`);
});

it("keeps the executable bit", async () => {
  const tree = await openTarball(tarballOf([{ path: "package/bin.js", content: "#!", mode: 0o755 }]), "1.0.0");
  expect(tree.entries).toMatchObject([{ path: "bin.js", executable: true }]);
});

it("leaves out links and whatever would leave the package", async () => {
  const hostile = tarballOf([
    { path: "package/", type: "Directory" },
    { path: "package/index.js", content: "fine" },
    { path: "package/../../etc/passwd", content: "no" },
    { path: "package\\..\\up.js", content: "no" },
    { path: "top.js", content: "outside of the package's folder" },
    { path: "package/link", type: "SymbolicLink", linkpath: "/etc/passwd" },
    { path: "package/hard", type: "Link", linkpath: "package/index.js" },
    { path: "/package/absolute.js", content: "kept below the package" },
  ]);

  expect(await textOf(hostile)).toEqual({ "absolute.js": "kept below the package", "index.js": "fine" });
});

it("lets the last of two equal paths win, as unpacking does", async () => {
  const twice = tarballOf([
    { path: "package/a.js", content: "first" },
    { path: "package/./a.js", content: "second" },
  ]);
  expect(await textOf(twice)).toEqual({ "a.js": "second" });
});

it("reads only what is there", async () => {
  const tree = await openTarball(packageOf({ "a.js": "1" }), "1.0.0");
  await expect(tree.read(["0".repeat(40)])).rejects.toMatchObject({ code: "package-file-missing" });
});

it.each([
  ["no archive", Buffer.from("<html>not found</html>")],
  ["a cut archive", packageOf({ "a.js": "x".repeat(10_000) }).subarray(0, 60)],
])("says so of %s", async (_what, bytes) => {
  await expect(openTarball(bytes, "1.0.0")).rejects.toMatchObject({ code: "bad-tarball" });
});
