import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';

/**
 * Addresses no provider lives at. Loopback and private networks are allowed on purpose: self-hosted gateways live there,
 * and only an owner may set a base URL. Link-local ones are where clouds keep their machines' credentials.
 */
const refused = new BlockList();
refused.addSubnet('169.254.0.0', 16, 'ipv4');
refused.addSubnet('fe80::', 10, 'ipv6');
refused.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');
refused.addAddress('fd00:ec2::254', 'ipv6');
refused.addAddress('100.100.100.200', 'ipv4');
refused.addSubnet('224.0.0.0', 4, 'ipv4');
refused.addAddress('255.255.255.255', 'ipv4');
refused.addSubnet('ff00::', 8, 'ipv6');

const REFUSED_NAMES: readonly string[] = ['metadata.google.internal', 'metadata', 'instance-data', 'metadata.goog'];

/** Whether a host name or address, as `URL.hostname` writes it, is one no provider lives at. */
export function isRefusedHost(hostname: string): boolean {
  const host = hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  return REFUSED_NAMES.includes(host) || isRefusedAddress(host);
}

function isRefusedAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return refused.check(address, 'ipv4');
  // An IPv4-mapped address (::ffff:a9fe:a9fe) is checked against the IPv4 rules by BlockList itself.
  return version === 6 && refused.check(address, 'ipv6');
}

type LookupCallback = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/**
 * `dns.lookup` for connecting: the address that is checked is the one that is connected to, so a name that points
 * elsewhere a moment later gains nothing.
 */
export function lookupAllowed(hostname: string, options: LookupOptions, callback: LookupCallback): void {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, [], 0);
    const allowed = addresses.filter(({ address }) => !isRefusedAddress(address));
    const first = allowed[0];
    if (!first) return callback(new Error(`${hostname} is at an address that is not allowed.`), [], 0);
    if (options.all) return callback(null, allowed);
    callback(null, first.address, first.family);
  });
}
