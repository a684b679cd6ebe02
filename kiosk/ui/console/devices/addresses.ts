/** Addresses behind `/devices/`: of the wizard, or a device's id, which never begins so. */
export const addAddress = '~add';
export const benchAddress = '~bench';
const replaceMark = '~replace~';

export function replaceAddress(id: string): string {
  return `${replaceMark}${id}`;
}

export function replacedBy(about: string): string | undefined {
  return about.startsWith(replaceMark) ? about.slice(replaceMark.length) : undefined;
}
