/** A name that nothing there has: `scanner`, then `scanner-2`. */
export function freeName(name: string, taken: readonly unknown[]): string {
  let at = 1;
  const named = () => (at === 1 ? name : `${name}-${at}`);
  while (taken.includes(named())) at += 1;
  return named();
}
