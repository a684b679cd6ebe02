import type { Note } from '../history.tsx';

export interface DrawerProps {
  readonly note: Note;
}
