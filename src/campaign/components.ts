interface Frame {
  readonly node: string;
  readonly targets: readonly string[];
  next: number;
}

/**
 * Strongly connected components of a graph (node → nodes that it points to), each sorted, those pointed to first. Tarjan's
 * algorithm, with a stack of its own so that a long chain cannot exhaust the machine's.
 */
export function components(edges: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const found: string[][] = [];

  function enter(node: string): Frame {
    index.set(node, index.size);
    low.set(node, index.size - 1);
    open.push(node);
    isOpen.add(node);
    return { node, targets: edges.get(node) ?? [], next: 0 };
  }

  function lower(node: string, candidate: number | undefined): void {
    low.set(node, Math.min(low.get(node) ?? 0, candidate ?? Infinity));
  }

  function leave(node: string): void {
    if (low.get(node) !== index.get(node)) return;
    const component = open.splice(open.lastIndexOf(node));
    for (const member of component) isOpen.delete(member);
    found.push(component.sort());
  }

  for (const root of edges.keys()) {
    if (index.has(root)) continue;
    const frames = [enter(root)];
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const target = frame.targets[frame.next++];
      if (target === undefined) {
        frames.pop();
        leave(frame.node);
        const parent = frames.at(-1);
        if (parent !== undefined) lower(parent.node, low.get(frame.node));
      } else if (!index.has(target)) {
        frames.push(enter(target));
      } else if (isOpen.has(target)) {
        lower(frame.node, index.get(target));
      }
    }
  }
  return found;
}
