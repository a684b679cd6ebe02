import { Fragment, type JSX } from 'preact';

/** Where a device is; on a narrow screen it breaks behind `:`, `/`, `-` and `_`, and never in the middle of a number. */
export function Place({ place }: { readonly place: string }): JSX.Element {
  return (
    <span class="place">
      {place.split(/(?<=[:/_-])/).map((piece, at) => (
        <Fragment key={at}>
          {at > 0 && <wbr />}
          {piece}
        </Fragment>
      ))}
    </span>
  );
}
