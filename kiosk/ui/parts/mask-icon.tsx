import { createLucideIcon } from 'lucide-preact';

/** A mask over nose and mouth, in lucide's strokes; lucide itself has only one for a carnival. */
export const MaskIcon = createLucideIcon('face-mask', [
  ['path', { d: 'M7 8.500 12 7l5 1.500v6C17 17 14.500 18.500 12 18.500S7 17 7 14.500z', key: 'cloth' }],
  ['path', { d: 'M7 9H5a2.500 2.500 0 0 0-2.500 2.500C2.500 14 4.500 15.500 7 15.500', key: 'left' }],
  ['path', { d: 'M17 9h2a2.500 2.500 0 0 1 2.500 2.500c0 2.500-2 4-4.500 4', key: 'right' }],
  ['path', { d: 'M10 11.500h4M10 14.500h4', key: 'folds' }],
]);
