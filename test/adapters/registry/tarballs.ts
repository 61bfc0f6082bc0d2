import { gzipSync } from "node:zlib";
import { Header } from "tar";

export interface PackedEntry {
  readonly path: string;
  readonly content?: string;
  readonly mode?: number;
  readonly type?: "File" | "SymbolicLink" | "Link" | "Directory";
  readonly linkpath?: string;
}

/** A gzipped tarball written block by block, so that it may hold what no honest packer writes. */
export function tarballOf(entries: readonly PackedEntry[]): Buffer {
  const blocks = entries.flatMap(({ path, content = "", mode = 0o644, type = "File", linkpath }) => {
    const body = Buffer.from(content);
    const link = linkpath === undefined ? {} : { linkpath };
    const header = new Header({ path, mode, type, size: body.length, mtime: new Date(0), ...link });
    const block = Buffer.alloc(512);
    header.encode(block);
    return [block, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

/** What `npm publish` packs. */
export function packageOf(files: Readonly<Record<string, string>>, folder = "package"): Buffer {
  return tarballOf(Object.entries(files).map(([path, content]) => ({ path: `${folder}/${path}`, content })));
}
