import { fileURLToPath } from 'node:url';

/**
 * What the folder of a device exports for whoever plays or examines it: `simulated` of its `.simulator.ts`, `examined` of its
 * `.exam.ts`. Found by the device's name in a site file, so that no table has to know it; a folder without it fails by its path.
 *
 * `room` is the `import.meta.url` of a file beside the folder.
 */
export async function fromFolder<What>(room: string, name: string, what: 'simulated' | 'examined'): Promise<What> {
  const file = new URL(`./${name}/${name}.${what === 'simulated' ? 'simulator' : 'exam'}.ts`, room);
  const module: Readonly<Record<string, What | undefined>> = await import(file.href);
  const found = module[what];
  if (found === undefined) throw new Error(`${fileURLToPath(file)} exports no "${what}"`);
  return found;
}

/** The same of every folder of a room, by name. */
export async function fromFolders<What, Name extends string>(
  room: string,
  names: readonly Name[],
  what: 'simulated' | 'examined',
): Promise<(name: Name) => What> {
  const found = new Map(
    await Promise.all(names.map(async (name) => [name, await fromFolder<What>(room, name, what)] as const)),
  );
  return (name) => {
    const each = found.get(name);
    if (each === undefined) throw new Error(`There is no ${name}`);
    return each;
  };
}
