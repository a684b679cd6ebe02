import * as z from 'zod';
import { unreachable } from '#config/agreements/result.ts';
import type { ScannerSimulatorAction, ScannerSimulatorState, SimulatedCard } from '../contract/simulator.ts';
import { syntheticCards } from '../identity-documents/synthetic-cards.simulator.ts';
import { controlOnWire, listenPluggably } from '../simulator-control/pluggable-listener.ts';
import { type RunningSimulator, runSimulator, type SimulatorPorts } from '../simulator-control/run-simulator.ts';

/**
 * A barcode scanner behind a serial device server: a program of its own that sends the real bytes over TCP to every host
 * that is connected. `node drivers/barcode-scanner/serial-scanner.simulator.ts --wire-port 7081 --control-port 7082`
 */
export interface SimulatedScanner extends RunningSimulator {
  state(): ScannerSimulatorState;
  act(action: ScannerSimulatorAction): Promise<void>;
}

/** The suffix that most scanners are delivered with. */
const suffix = Uint8Array.of(0x0d);

/** `onWire` gives codes and their terminators the form that this kind of scanner sends; without it they go as they are. */
export async function startSimulatedScanner(
  ports: SimulatorPorts,
  onWire: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes,
  /** What it says to a command of its maker's. Default: it understands none. */
  answerTo: (command: string) => string | undefined = () => undefined,
): Promise<SimulatedScanner> {
  const wire = await listenPluggably({
    port: ports.wirePort,
    onConnection: (socket) => {
      socket.on('data', (bytes) => {
        const answer = answerTo(bytes.toString('latin1'));
        if (answer !== undefined) socket.write(Buffer.from(answer, 'latin1'));
      });
    },
  });
  const cards = syntheticCards(new Date().getFullYear());
  const listed: readonly SimulatedCard[] = cards.map(({ id, title, remark }) => ({ id, title, remark }));

  function state(): ScannerSimulatorState {
    return {
      kind: 'barcode-scanner',
      pluggedIn: wire.pluggedIn(),
      connections: wire.connections().size,
      cards: listed,
    };
  }

  async function act(action: ScannerSimulatorAction): Promise<void> {
    switch (action.do) {
      case 'scan': {
        const card = cards.find(({ id }) => id === action.cardId);
        if (!card) throw new Error(`No card ${action.cardId}`);
        return send(Buffer.concat([card.bytes, suffix]));
      }
      case 'send-bytes':
        return send(Buffer.from(action.base64, 'base64'));
      case 'unplug':
        return wire.unplug();
      case 'plug-in':
        return wire.plugIn();
      default:
        return unreachable(action);
    }
  }

  function send(bytes: Uint8Array): void {
    wire.send(onWire(bytes));
  }

  return controlOnWire({ wire, port: ports.controlPort, state, actionSchema: actionSchemaFor(cards), act });
}

function actionSchemaFor(cards: readonly SimulatedCard[]): z.ZodType<ScannerSimulatorAction> {
  return z.discriminatedUnion('do', [
    z.strictObject({ do: z.literal('scan'), cardId: z.enum(cards.map(({ id }) => id)) }),
    z.strictObject({ do: z.literal('send-bytes'), base64: z.base64() }),
    z.strictObject({ do: z.literal('unplug') }),
    z.strictObject({ do: z.literal('plug-in') }),
  ]);
}

if (import.meta.main) await runSimulator((ports) => startSimulatedScanner(ports));
