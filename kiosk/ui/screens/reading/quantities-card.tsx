import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';
import { numberWords, quantityName, unitWords } from '#config/strings/reading-words.ts';
import type { QuantitiesOnScreen } from '#kiosk/bridge/measuring-words.ts';
import { LotusBloom } from '../../parts/lotus.tsx';

interface QuantitiesCardProps {
  readonly quantities: QuantitiesOnScreen['quantities'];
  readonly say: Say;
}

/** Each with its name and its unit in words; one that nobody foresaw as its device calls it. */
export function QuantitiesCard({ quantities, say }: QuantitiesCardProps): JSX.Element {
  return (
    <section class="card reading quantities" data-count={Math.min(quantities.length, 4)}>
      <LotusBloom />
      <dl>
        {quantities.map(({ of, value, unit }) => (
          <div key={`${of} ${unit}`}>
            <dt>{quantityName(of, say)}</dt>
            <dd>
              <span data-reading={of}>{numberWords(value, say)}</span>
              <span class="unit">{unitWords(unit, say)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
