import type { AdaptorSettings } from '../config/configuration.js';
import type { RtmptSessionsOptions } from '../net/rtmpt-sessions.js';
import type { RtmptTunnelOptions } from '../net/rtmpt-tunnel.js';

export function rtmptSessionsOptions({ httpTunneling }: AdaptorSettings): RtmptSessionsOptions {
  return { ...httpTunneling, maxRequests: httpTunneling.maxPipelinedRequests };
}

export function rtmptTunnelOptions({ httpTunneling, httpIdent, httpIdent2 }: AdaptorSettings): RtmptTunnelOptions {
  const { enable: isEnabled, mimeType, maxRequestSize } = httpTunneling;
  return {
    isEnabled,
    mimeType,
    maxRequestSize,
    ident: httpIdent.enable ? httpIdent.content : undefined,
    ident2: httpIdent2.enable && httpIdent2.address !== '' ? httpIdent2.address : undefined,
  };
}
