/**
 * Where somebody goes who has signed in: the path that `?to=` names, if it is one of this server's own. Anything else could lead from our
 * sign-in to somebody else's page, and leads to the beginning instead.
 */
export function leadsTo(search: string, origin: string): string {
  const to = new URLSearchParams(search).get('to') ?? '/';
  if (!/^\/(?![/\\])/.test(to) || /[\u0000-\u0020\u007f\\]/.test(to)) return '/';
  const url = URL.parse(to, origin);
  return url?.origin === origin && !url.pathname.startsWith('//') ? `${url.pathname}${url.search}` : '/';
}
