import { createLucideIcon } from 'lucide-preact';

/** A mask over nose and mouth, in lucide's strokes; lucide itself has only one for a carnival. */
export const MaskIcon = createLucideIcon('face-mask', [
  ['path', { d: 'M5 9.500c2.500-.5 4.500-2 7-2s4.500 1.500 7 2V14c0 3-3.500 5-7 5s-7-2-7-5z', key: 'cloth' }],
  ['path', { d: 'M5 10.500H3.500A1.500 1.500 0 0 0 2 12c0 2.200 1.500 3.500 3.400 3.500', key: 'left' }],
  ['path', { d: 'M19 10.500h1.500A1.500 1.500 0 0 1 22 12c0 2.200-1.500 3.500-3.400 3.500', key: 'right' }],
  ['path', { d: 'M9 12h6M9 15h6', key: 'folds' }],
]);
