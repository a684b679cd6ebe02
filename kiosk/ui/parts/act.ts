import type { CommandContext, CommandName, Commands } from '#kiosk/bridge/words.ts';

/** A command as a screen says it; which session and screen the finger was looking at is added here. */
export type Wish = {
  readonly [Name in CommandName]: { readonly command: Name } & Omit<Commands[Name], keyof CommandContext>;
}[CommandName];

export type Act = (wish: Wish) => void;
