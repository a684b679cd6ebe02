import type { JSX } from 'preact';
import { actKeys, type KeyAct } from '../keys.ts';
import type { CounterTools } from '../tools.ts';
import { Dialog } from './dialog.tsx';

/** Every key of the page. */
export function KeysSheet({ tools }: { readonly tools: CounterTools }): JSX.Element {
  const { say } = tools;
  const acts = Object.keys(actKeys) as KeyAct[];
  const keys: readonly (readonly [string, string])[] = [
    ...acts.map((act) => [actKeys[act], say(`acts.${act}`).replace(/…$/, '')] as const),
    ['1–5', say('keysHelp.list')],
    ['/', say('keysHelp.search')],
    ['↑ ↓', say('keysHelp.move')],
    ['Esc', say('keysHelp.escape')],
    ['?', say('keysHelp.keys')],
  ];
  return (
    <Dialog tools={tools} title={say('keysHelp.title')}>
      <dl class="keys">
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
