/**
 * `calling`: nobody has answered yet. `coming`: somebody has; `by` is their name. `own`: whoever stands here has called, maybe with
 * others; help of their own they may call off, an emergency only a person who comes can end.
 */
export type CallOnScreen =
  | {
      readonly is: 'calling';
      readonly whose: 'own' | 'somebody-elses';
      readonly emergency: boolean;
      readonly canCallOff: boolean;
    }
  | {
      readonly is: 'coming';
      readonly whose: 'own' | 'somebody-elses';
      readonly emergency: boolean;
      readonly by: string;
    };
