import type { Socket } from 'node:net';
import type { SecureContext, SecureVersion } from 'node:tls';
import { createSecureContext, TLSSocket } from 'node:tls';

/** A certificate to show, with its key. */
export interface ServerCertificate {
  /** Names that it is shown for, in small letters: `media.example.com`, `*.example.com`. */
  readonly names: readonly string[];
  /** PEM: the certificate, then those that lead from it to a known authority. */
  readonly certificate: string;
  /** PEM, not encrypted. */
  readonly key: string;
}

interface Shown {
  readonly of: ServerCertificate;
  readonly context: SecureContext;
  /** For clients that do not get on with TLS 1.3. */
  readonly old: SecureContext;
}

/** What the server speaks inside TLS, for clients that ask; those of RTMPS do not. */
const ALPN = ['http/1.1'];

/** The certificates of a listener: puts TLS on its connections, and shows each client the one for the name it asks for. */
export class TlsCertificates<Certificate extends ServerCertificate = ServerCertificate> {
  #shown: readonly Shown[] = [];

  /** @param certificates the first is for clients that ask for no name, or one that none is for */
  constructor(certificates: readonly Certificate[]) {
    this.replace(certificates);
  }

  /**
   * New connections get these. What did not change goes on, so that clients can resume their sessions. Throws
   * OpenSSL's error if one cannot be shown; then everything stays as it was.
   *
   * @returns those that are new
   */
  replace(certificates: readonly Certificate[]): Certificate[] {
    const before = this.#shown;
    const known = ({ certificate, key }: ServerCertificate): Shown | undefined =>
      before.find(({ of }) => of.certificate === certificate && of.key === key);
    this.#shown = certificates.map((of) => ({ ...(known(of) ?? contextsOf(of)), of }));
    return certificates.filter((certificate) => known(certificate) === undefined);
  }

  /** Without a certificate there is no TLS. */
  get isEmpty(): boolean {
    return this.#shown.length === 0;
  }

  /**
   * Begins TLS on a connection, of which the first bytes may have been put back; undefined if there is no certificate.
   *
   * @param isBare its client names neither host nor protocol. It is not spoken to by TLS 1.3, because librtmp on GnuTLS
   *   (rtmpdump and GStreamer of Debian) gives up when it is sent the session tickets of that version.
   */
  secure(socket: Socket, isBare = false): TLSSocket | undefined {
    const [first] = this.#shown;
    if (first === undefined) return undefined;
    const secured = new TLSSocket(socket, {
      isServer: true,
      secureContext: isBare ? first.old : first.context,
      SNICallback: (name, answer) => answer(null, this.#contextFor(name) ?? first.context),
      ALPNProtocols: ALPN,
    });
    secured.disableRenegotiation();
    return secured;
  }

  #contextFor(name: string): SecureContext | undefined {
    const asked = name.toLowerCase();
    // A wildcard stands for one label (RFC 6125, section 6.4.3).
    const wildcard = asked.replace(/^[^.]*/, '*');
    const shownFor = (wanted: string) => this.#shown.find(({ of }) => of.names.includes(wanted))?.context;
    return shownFor(asked) ?? shownFor(wildcard);
  }
}

function contextsOf(certificate: ServerCertificate): Omit<Shown, 'of'> {
  return { context: secureContext(certificate), old: secureContext(certificate, 'TLSv1.2') };
}

/** What OpenSSL makes of a certificate and its key. Throws its error if it cannot. */
export function secureContext(
  { certificate, key }: Pick<ServerCertificate, 'certificate' | 'key'>,
  maxVersion: SecureVersion = 'TLSv1.3',
): SecureContext {
  return createSecureContext({
    cert: certificate,
    key,
    minVersion: 'TLSv1.2',
    maxVersion,
    honorCipherOrder: true,
    sessionIdContext: 'afterglow',
  });
}
