import type { JSX } from 'preact';
import type { SimulatedKind } from '../dock-words.ts';
import type { Note } from '../history.tsx';
import { BarcodeScannerDrawer } from './barcode-scanner.tsx';
import { BloodPressureMonitorDrawer } from './blood-pressure-monitor.tsx';
import { TicketPrinterDrawer } from './ticket-printer.tsx';

export interface DrawerProps {
  readonly note: Note;
}

/** One drawer per kind of simulated device, in the order in which a patient meets them. */
export const drawers: { readonly [Kind in SimulatedKind]: (props: DrawerProps) => JSX.Element } = {
  'barcode-scanner': BarcodeScannerDrawer,
  'ticket-printer': TicketPrinterDrawer,
  'blood-pressure-monitor': BloodPressureMonitorDrawer,
};
