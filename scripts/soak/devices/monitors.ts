/** The measuring devices' half of `npm run soak -- devices`. */
export async function soakMonitors(_options: {
  seed: number;
  patients: number;
  say: (line: string) => void;
}): Promise<{ broken: string[]; lines: string[] }> {
  return { broken: [], lines: [] };
}
