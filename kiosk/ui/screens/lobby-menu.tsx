import { CircleCheck, CirclePause, Printer, RotateCw, ScanLine } from 'lucide-preact';
import type { JSX } from 'preact';
import type { MessageKey } from '#config/strings/messages.ts';
import type { LobbyPrint, LobbyScan } from '#kiosk/bridge/words.ts';
import { Button } from '../parts/button.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

const printWords = {
  none: 'screens.lobby.print.none',
  'no-printer': 'screens.lobby.print.noPrinter',
  printing: 'screens.lobby.print.printing',
  printed: 'screens.lobby.print.printed',
  sent: 'screens.lobby.print.sent',
  'no-paper': 'screens.lobby.print.noPaper',
  'cover-open': 'screens.lobby.print.coverOpen',
  'cutter-error': 'screens.lobby.print.cutterError',
  'printer-error': 'screens.lobby.print.printerError',
  'no-answer': 'screens.lobby.print.noAnswer',
  absent: 'screens.lobby.print.absent',
} as const satisfies Readonly<Record<LobbyPrint, MessageKey>>;

const scanWords = {
  none: 'screens.lobby.scan.none',
  'no-scanner': 'screens.lobby.scan.noScanner',
  waiting: 'screens.lobby.scan.waiting',
  ticket: 'screens.lobby.scan.ticket',
  document: 'screens.lobby.scan.document',
  other: 'screens.lobby.scan.other',
  trouble: 'screens.lobby.scan.trouble',
} as const satisfies Readonly<Record<LobbyScan, MessageKey>>;

/** What staff may do without a laptop. */
export function LobbyMenu({
  screen: { service, print, scan, isRefused },
  say,
  act,
}: ScreenProps<'lobby-menu'>): JSX.Element {
  return (
    <main class="screen lobby lobby-menu">
      <Title text={say('screens.lobby.menu')}>
        <p class="lead" role="status">
          {say(isRefused ? 'screens.lobby.refused' : service === 'out' ? 'screens.lobby.isOut' : 'screens.lobby.isIn')}
        </p>
      </Title>
      <div class="lobby-acts">
        <Button
          icon={Printer}
          choice="test-print"
          label={say('screens.lobby.testPrint')}
          onPress={() => act({ command: 'lobby-act', act: 'test-print' })}
        />
        <p role="status" data-print={print}>
          {say(printWords[print])}
        </p>
        <Button
          icon={ScanLine}
          choice="test-scan"
          label={say('screens.lobby.testScan')}
          onPress={() => act({ command: 'lobby-act', act: 'test-scan' })}
        />
        <p role="status" data-scan={scan}>
          {say(scanWords[scan])}
        </p>
        {service === 'out' ? (
          <Button
            icon={CircleCheck}
            choice="in-service"
            label={say('screens.lobby.putIn')}
            onPress={() => act({ command: 'lobby-act', act: 'in-service' })}
          />
        ) : (
          <Button
            icon={CirclePause}
            choice="out-of-service"
            label={say('screens.lobby.putOut')}
            onPress={() => act({ command: 'lobby-act', act: 'out-of-service' })}
          />
        )}
        <p>{say('screens.lobby.aboutService')}</p>
        <Button
          icon={RotateCw}
          choice="restart"
          label={say('screens.lobby.restart')}
          onPress={() => act({ command: 'lobby-act', act: 'restart' })}
        />
        <p>{say('screens.lobby.aboutRestart')}</p>
      </div>
      <Button
        look="primary"
        choice="close"
        label={say('screens.lobby.done')}
        onPress={() => act({ command: 'close-lobby' })}
      />
    </main>
  );
}
