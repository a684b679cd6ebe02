/** `Authorization: Bearer <key>` (RFC 6750 §2.1), of a bounded length. `undefined`: nothing that could be a key is shown. */
export function bearerOf({ authorization }: { readonly authorization?: string | undefined }): string | undefined {
  return /^Bearer ([A-Za-z0-9._~+/=-]{16,200})$/i.exec(authorization ?? '')?.[1];
}
