import type { Note } from '../history.tsx';

export interface DrawerProps {
  readonly note: Note;
}

/** Where a drawer stands: always in reach, or on one of the tables, of which one is looked at. */
export type DrawerPlace = 'in-hand' | TableName;
export type TableName = 'desk' | 'chip' | 'vitals' | 'forehead' | 'hub';
