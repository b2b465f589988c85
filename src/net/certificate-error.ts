/** Whether an error of the system with this code means that a server could not show who it is. */
export function isCertificateError(code: string): boolean {
  return /CERT|SIGNATURE|ISSUER|^ERR_TLS|^ERR_SSL/.test(code);
}
