/** x with a · x = b, for a symmetric and positive definite a, by Gaussian elimination; such a matrix needs no pivots. */
export function solve(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i]!]);
  const size = rows.length;
  for (const [i, pivot] of rows.entries()) {
    for (const row of rows.slice(i + 1)) {
      const factor = row[i]! / pivot[i]!;
      for (let k = i; k <= size; k++) row[k]! -= factor * pivot[k]!;
    }
  }
  const x: number[] = Array.from({ length: size }, () => 0);
  for (let i = size - 1; i >= 0; i--) {
    const row = rows[i]!;
    const known = x.reduce((sum, value, k) => (k > i ? sum + row[k]! * value : sum), 0);
    x[i] = (row[size]! - known) / row[i]!;
  }
  return x;
}
