import type { JSX } from 'preact';
import type { SimulatedKind } from '../dock-words.ts';
import { BarcodeScannerDrawer } from './barcode-scanner.tsx';
import { BloodPressureMonitorDrawer } from './blood-pressure-monitor.tsx';
import { CardReaderDrawer } from './card-reader.tsx';
import type { DrawerPlace, DrawerProps } from './drawer.ts';
import { GlucoseMeterDrawer } from './glucose-meter.tsx';
import { HubDrawer } from './hub.tsx';
import { OtherMeterDrawer } from './other-meter.tsx';
import { OximeterDrawer } from './oximeter.tsx';
import { ScaleDrawer } from './scale.tsx';
import { ThermometerDrawer } from './thermometer.tsx';
import { TicketPrinterDrawer } from './ticket-printer.tsx';

interface PlacedDrawer {
  readonly place: DrawerPlace;
  readonly View: (props: DrawerProps) => JSX.Element;
}

/** One drawer per simulated device, in the order in which a patient meets them. */
export const drawers: { readonly [Kind in SimulatedKind]: PlacedDrawer } = {
  'barcode-scanner': { place: 'in-hand', View: BarcodeScannerDrawer },
  'card-reader': { place: 'chip', View: CardReaderDrawer },
  'ticket-printer': { place: 'desk', View: TicketPrinterDrawer },
  'blood-pressure-monitor': { place: 'desk', View: BloodPressureMonitorDrawer },
  scale: { place: 'vitals', View: ScaleDrawer },
  oximeter: { place: 'vitals', View: OximeterDrawer },
  'glucose-meter': { place: 'vitals', View: GlucoseMeterDrawer },
  thermometer: { place: 'forehead', View: ThermometerDrawer },
  'other-meter': { place: 'vitals', View: OtherMeterDrawer },
  hub: { place: 'hub', View: HubDrawer },
};
