import { Copy, HeartPulse, ListRestart, LoaderCircle, Printer, UsersRound } from 'lucide-preact';
import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';
import type { TicketOnScreen } from '#kiosk/bridge/words.ts';
import type { Act } from './act.ts';
import { Button } from './button.tsx';

interface TicketActionsProps {
  readonly ticket: TicketOnScreen;
  readonly say: Say;
  readonly act: Act;
}

/** "Done", and a measurement, another choice and a copy when they may be had. Once "done" is said, its place says what is still awaited. */
export function TicketActions({ ticket, say, act }: TicketActionsProps): JSX.Element {
  const { canMeasure, canChangeService, canGoOnWithFamily, canReprint, leaving, paper } = ticket;
  const stays = !leaving;
  const isCrowded = canMeasure && canChangeService && canGoOnWithFamily;
  return (
    <div class="actions">
      {stays && (canMeasure || canChangeService || canGoOnWithFamily) && (
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
              label={say(isCrowded ? 'screens.ticket.measureShort' : 'screens.ticket.measure')}
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
        </div>
      )}
      <div class="actions side-by-side ticket-last">
        {stays && canReprint && (
          <Button
            icon={paper === 'not-printed' ? Printer : Copy}
            // What never touched paper comes out as the first ticket, not as a copy.
            label={say(paper === 'not-printed' ? 'screens.ticket.tryAgain' : 'screens.ticket.copy')}
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
