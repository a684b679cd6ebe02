import { CircleX, Copy, HeartPulse, ListRestart, LoaderCircle, Printer, Smartphone, UsersRound } from 'lucide-preact';
import type { JSX } from 'preact';
import type { MessageKey, Say } from '#config/strings/messages.ts';
import type { PaperOnScreen, TicketOnScreen } from '#kiosk/bridge/words.ts';
import type { Act } from './act.ts';
import { Button } from './button.tsx';

interface TicketActionsProps {
  readonly ticket: TicketOnScreen;
  readonly say: Say;
  readonly act: Act;
}

const printWords: Partial<Readonly<Record<PaperOnScreen, MessageKey>>> = {
  'not-printed': 'screens.ticket.tryAgain',
  'on-phone': 'screens.ticket.printAfterAll',
};

const measureLabels = {
  pressure: { long: 'screens.ticket.measure', short: 'screens.ticket.measureShort' },
  more: { long: 'screens.ticket.measureMore', short: 'screens.ticket.measureMoreShort' },
} as const;

/** "Done", and a measurement, another choice and a copy when they may be had. Once "done" is said, its place says what is still awaited. */
export function TicketActions({ ticket, say, act }: TicketActionsProps): JSX.Element {
  const { canMeasure, measuresMore, canChangeService, canGoOnWithFamily, canReprint, canTakeByPhone, leaving, paper } =
    ticket;
  const isNew = paper === 'not-printed' || paper === 'on-phone';
  const stays = !leaving;
  const canGiveUp = ticket.canGiveUp === true;
  const isCrowded = canMeasure && canGoOnWithFamily && (canChangeService || canGiveUp);
  return (
    <div class="actions">
      {stays && (canMeasure || canChangeService || canGoOnWithFamily || canGiveUp) && (
        <div class="actions side-by-side ticket-more">
          {canGoOnWithFamily && (
            <Button
              icon={UsersRound}
              choice="family"
              label={say('screens.ticket.family')}
              onPress={() => act({ command: 'family-goes-on' })}
            />
          )}
          {canMeasure && (
            <Button
              icon={HeartPulse}
              choice="measure"
              label={say(measureLabels[measuresMore ? 'more' : 'pressure'][isCrowded ? 'short' : 'long'])}
              onPress={() => act({ command: 'measure' })}
            />
          )}
          {canChangeService && (
            <Button
              icon={ListRestart}
              choice="change-service"
              label={say('screens.ticket.changeService')}
              onPress={() => act({ command: 'change-service' })}
            />
          )}
          {canGiveUp && (
            <Button
              icon={CircleX}
              choice="give-up"
              label={say(isCrowded ? 'screens.ticket.giveUpShort' : 'screens.ticket.giveUp')}
              onPress={() => act({ command: 'give-up-number' })}
            />
          )}
        </div>
      )}
      <div class="actions side-by-side ticket-last">
        {stays && canTakeByPhone && (
          <Button
            icon={Smartphone}
            choice="take-by-phone"
            label={say('screens.ticket.takeByPhone')}
            onPress={() => act({ command: 'take-by-phone' })}
          />
        )}
        {stays && canReprint && (
          <Button
            icon={isNew ? Printer : Copy}
            // What never touched paper comes out as the first ticket, not as a copy.
            label={say(printWords[paper] ?? 'screens.ticket.copy')}
            onPress={() => act({ command: 'print-copy' })}
          />
        )}
        {leaving ? (
          <p class="button primary busy" role="status">
            <LoaderCircle aria-hidden="true" class="icon" />
            <span>{say('screens.ticket.leaving')}</span>
          </p>
        ) : (
          <Button
            look="primary"
            isPrimary
            label={say('screens.ticket.done')}
            onPress={() => act({ command: 'finish' })}
          />
        )}
      </div>
    </div>
  );
}
