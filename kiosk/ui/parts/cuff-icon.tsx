import { createLucideIcon } from 'lucide-preact';

/** A bent arm with a cuff, in the strokes of lucide, which has none. */
export const CuffIcon = createLucideIcon('cuff', [
  ['path', { d: 'M9.500 2.500 11 5M3 5.500l2 3.500', key: 'sleeve' }],
  ['path', { d: 'm4 9.800 7-4.300 3.700 6-7 4.300z', key: 'cuff' }],
  [
    'path',
    { d: 'm9 15.200 1.600 2.600c.6 1 1.600 1.700 2.900 1.700H22M14.600 13.200c.4.600 1 .8 1.700.8H22', key: 'forearm' },
  ],
]);
