/** How a yes and a no to consent stand on a page, for whoever compares them. */

export interface ConsentSeen {
  readonly yes: ButtonSeen | undefined;
  readonly no: ButtonSeen | undefined;
  /** Buttons of the screen that move on with the ordinary choice. */
  readonly primaries: number;
  /** Whatever could be ticked before somebody has said anything. */
  readonly ticked: number;
}

export interface ButtonSeen {
  /** Width, height and upper edge in pixels. */
  readonly place: readonly number[];
  /** Colours, shapes and type, as computed. */
  readonly look: readonly string[];
}
