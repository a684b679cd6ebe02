import { basename, dirname, relative } from 'node:path';
import { siteText } from './edit-site.ts';
import { mergedSite, type SiteLayers } from './site-layers.ts';
import { pathKindOf, withPaths } from './site-paths.ts';

/**
 * The whole site as one file for another kiosk or for safe keeping, with what it extends in it. Of secrets only the names of
 * their files: `./secrets/NAME`, where the technician puts them again.
 */
export function exportedSite(layers: SiteLayers): string {
  const folder = dirname(layers[0].file);
  const site = withPaths(mergedSite(layers), (path, pattern) => {
    if (pathKindOf(pattern) === 'secret') return `./secrets/${basename(path)}`;
    const near = relative(folder, path);
    if (near === '') return '.';
    return near.startsWith('..') ? path : `./${near}`;
  });
  return siteText(site);
}
